package dev.stet.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
  /** The example of c2sp.org/signed-note. */
  private static final VerifierKey KEY =
      VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");

  private static final String LINE =
      "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjO"
          + "BH3mFXmRKuwHjG1Yu72IneyaQM=\n";
  private static final String TEXT = "This is an example message.\n";
  private static final String NOTE = TEXT + "\n" + LINE;

  /** A line that nobody knows. */
  private static final String OTHER = "— example.org/other AAAAAAA=\n";

  private static Note parse(String note) {
    return Note.parse(note.getBytes(UTF_8));
  }

  @Test
  void readsAndVerifiesTheExampleOfTheSpecification() {
    Note note = parse(NOTE);

    assertThat(note.text()).isEqualTo(TEXT);
    assertThat(note.verifiedBy(List.of(KEY))).containsExactly(KEY);
    assertThat(note.encoded()).isEqualTo(NOTE);
  }

  /** The example of golang.org/x/mod/sumdb/note. */
  @Test
  void signsLikeGo() {
    SigningKey key =
        SigningKey.parse(
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    String text =
        """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.
        """;

    assertThat(Note.sign(text, key).encoded())
        .isEqualTo(
            text
                + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
                + "KvqfqdngotpRZb6KE6RyyBwJnAM=\n");
  }

  @Test
  void theTextEndsAtTheLastEmptyLine() {
    SigningKey key = Keys.log("log.example/a");
    String text = "one\n\n— looks like a signature AAAAAAA=\n\ntwo\n";
    Note note = parse(Note.sign(text, key).encoded());

    assertThat(note.text()).isEqualTo(text);
    assertThat(note.verifiedBy(List.of(key.verifier()))).hasSize(1);
    assertThat(parse("\n\n" + OTHER).text()).isEqualTo("\n");
  }

  @Test
  void linesOfUnknownKeysAreIgnored() {
    String sameNameOtherId = LINE.replace("Uw2QOkn8", "Vw2QOkn8");
    String sameIdOtherName = LINE.replace("/foo", "/bar");
    Note note = parse(TEXT + "\n" + OTHER + sameNameOtherId + LINE + sameIdOtherName);

    assertThat(note.verifiedBy(List.of(KEY))).containsExactly(KEY);
    assertThat(note.verifiedBy(List.of())).isEmpty();
    assertThat(note.verifiedBy(List.of(Keys.log("log.example/a").verifier()))).isEmpty();
  }

  @Test
  void aBadSignatureByAKnownKeyRejectsTheNote() {
    String bad = LINE.replace("aQM=", "aQQ=");
    for (String note : List.of(bad, LINE + bad, bad + LINE, OTHER + LINE + OTHER + bad)) {
      assertThatExceptionOfType(VerificationException.class)
          .isThrownBy(() -> parse(TEXT + "\n" + note).verifiedBy(List.of(KEY)))
          .satisfies(e -> assertThat(e.check()).isEqualTo(Check.SIGNATURE))
          .withMessage("the signature of example.com/foo (key 530d903a) is bad");
    }
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(() -> parse("Another message.\n\n" + LINE).verifiedBy(List.of(KEY)));
  }

  @Test
  void aSignatureOfAnotherLengthIsBad() {
    for (int length : new int[] {1, 63, 65, 72}) {
      NoteSignature line = new NoteSignature(KEY.name(), KEY.id(), new byte[length]);
      assertThatExceptionOfType(VerificationException.class)
          .isThrownBy(() -> new Note(TEXT, List.of(line)).verifiedBy(List.of(KEY)));
    }
  }

  @Test
  void takesHundredSignaturesAndNoMore() {
    for (int lines : new int[] {1, 16, 99}) {
      assertThat(parse(TEXT + "\n" + OTHER.repeat(lines) + LINE).verifiedBy(List.of(KEY)))
          .containsExactly(KEY);
    }
    String tooMany = TEXT + "\n" + OTHER.repeat(100) + LINE;
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> parse(tooMany));
    NoteSignature line = NoteSignature.parse(OTHER.strip());
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new Note(TEXT, Collections.nCopies(101, line)));
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> new Note(TEXT, List.of()));
  }

  @Test
  void takesMoreSignaturesButNoneTwice() {
    NoteSignature other = NoteSignature.parse(OTHER.strip());
    Note note = parse(NOTE).with(other);

    assertThat(note.encoded()).isEqualTo(NOTE + OTHER);
    assertThat(note.with(other, NoteSignature.parse(LINE.strip()))).isEqualTo(note);
    assertThat(note.by(KEY)).contains(NoteSignature.parse(LINE.strip()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n— a AAAAAAA=\n",
        "text\n\n— a AAAAAAA=",
        "text\n\n— a AAAAAAA=\n\n",
        "text\n\n— a AAAAAAA=\ntext\n",
        "text\n\n- a AAAAAAA=\n",
        "text\n\n—a AAAAAAA=\n",
        "text\n\n—  AAAAAAA=\n",
        "text\n\n— a\n",
        "text\n\n— a \n",
        "text\n\n— a  AAAAAAA=\n",
        "text\n\n— a AAAAAAA= \n",
        "text\n\n— a b AAAAAAA=\n",
        "text\n\n— a+b AAAAAAA=\n",
        "text\n\n— a\u00a0b AAAAAAA=\n",
        "text\n\n— a\u2003b AAAAAAA=\n",
        "text\n\n— a\u3000b AAAAAAA=\n",
        "text\n\n— a\u0085b AAAAAAA=\n",
        "text\n\n — a AAAAAAA=\n",
        "text\n\n— a AAAAAA==\n",
        "text\n\n— a AAAAAAA\n",
        "text\n\n— a AAAAAAB=\n",
        "text\n\n— a AAAA_AA=\n",
        "text\n\n— a AAAA\n",
        "text\n\n— a ====\n",
        "te\txt\n\n— a AAAAAAA=\n",
        "te\0xt\n\n— a AAAAAAA=\n",
        "text\r\n\n— a AAAAAAA=\n",
        "text\n\n— a AAAAAAA=\r\n",
        "text\n\n— a\u0001b AAAAAAA=\n",
      })
  void nothingElseIsANote(String note) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> parse(note));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0080", "\u00e9", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f8\u0088"})
  void bytesThatAreNotUtf8AreRefused(String bytes) {
    byte[] note = ("te" + bytes + "xt\n\n" + "? a AAAAAAA=\n").getBytes(ISO_8859_1);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Note.parse(note))
        .withMessage("a note is not valid UTF-8");
  }

  @Test
  void aTextThatCannotBeSignedIsRefused() {
    SigningKey key = Keys.log("log.example/a");
    for (String text : List.of("", "no line feed", "tab\t\n", "return\r\n", "half \ud800\n")) {
      assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Note.sign(text, key));
    }
    assertThat(parse(Note.sign("ümlaut — \u0085 🎉\n", key).encoded()).text()).hasSize(14);
  }

  @Test
  void aLongNoteIsNotEvenRead() {
    String line = "x".repeat(1000) + "\n";
    assertThat(parse(line.repeat(1000) + "\n" + OTHER).text()).hasSize(1_001_000);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(line.repeat(1100) + "\n" + OTHER))
        .withMessageContaining("too long");
  }

  @Test
  void aLineIsReadBackAsItIsWritten() {
    List<NoteSignature> lines = new ArrayList<>();
    for (int length : new int[] {1, 2, 3, 64, 72, 2428}) {
      lines.add(new NoteSignature("log.example/ä", -length, new byte[length]));
    }
    for (NoteSignature line : lines) {
      assertThat(NoteSignature.parse(line.line())).isEqualTo(line).hasSameHashCodeAs(line);
    }
    NoteSignature example = NoteSignature.parse(LINE.strip());
    assertThat(example.name()).isEqualTo("example.com/foo");
    assertThat(example.keyId()).isEqualTo(0x530d903a).isEqualTo(KEY.id());
    assertThat(example.signature()).hasSize(64);
  }
}
