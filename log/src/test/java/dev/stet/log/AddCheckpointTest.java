package dev.stet.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddCheckpointTest {
  /** The example of c2sp.org/tlog-witness. */
  private static final String EXAMPLE =
      """
      old 20852014
      PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
      jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
      5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
      /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
      """;

  private static final String ANSWER =
      """
      — witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==
      — witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==
      """;

  private static AddCheckpoint parse(String body) {
    return AddCheckpoint.parse(body.getBytes(UTF_8));
  }

  private static AddCheckpoint.Answer answer(int status, String type, String body) {
    return AddCheckpoint.Answer.of(status, type, body.getBytes(UTF_8));
  }

  @Test
  void readsAndWritesTheExampleOfTheSpecification() {
    AddCheckpoint request = parse(EXAMPLE);

    assertThat(request.oldSize()).isEqualTo(20852014);
    assertThat(request.consistency()).hasSize(4);
    assertThat(Checkpoint.parse(request.checkpoint().text()).size()).isEqualTo(20852163);
    assertThat(request.text()).isEqualTo(EXAMPLE);
  }

  @Test
  void aFirstRequestHasNoProof() {
    Note note = parse(EXAMPLE).checkpoint();
    AddCheckpoint first = new AddCheckpoint(0, List.of(), note);

    assertThat(first.text()).isEqualTo("old 0\n\n" + note.encoded());
    assertThat(parse(first.text())).isEqualTo(first);
  }

  @Test
  void takes63HashesAndNoMore() {
    Note note = parse(EXAMPLE).checkpoint();
    AddCheckpoint longest = new AddCheckpoint(1, Collections.nCopies(63, Hash.EMPTY_ROOT), note);

    assertThat(parse(longest.text())).isEqualTo(longest);
    String more = longest.text().replaceFirst("\n", "\n" + Hash.EMPTY_ROOT.base64() + "\n");
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> parse(more));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "old",
        "old ",
        "old \n\n",
        "old 0\n\n",
        "old 0\n",
        "old 00\n\na\n0\nx\n\n— a AAAAAAA=\n",
        "old -1\n\na\n\n— a AAAAAAA=\n",
        "old 1 \n\na\n\n— a AAAAAAA=\n",
        "old 1\nAAAA\n\na\n\n— a AAAAAAA=\n",
        "new 1\n\na\n\n— a AAAAAAA=\n",
        "\nold 1\n\na\n\n— a AAAAAAA=\n",
        "old 1\n\na\n— a AAAAAAA=\n",
      })
  void anotherFormIsRefused(String body) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> parse(body));
  }

  @Test
  void theStatusSaysWhatTheWitnessMeans() {
    assertThat(answer(400, "", "x")).isEqualTo(new AddCheckpoint.BadRequest());
    assertThat(answer(403, "", "")).isEqualTo(new AddCheckpoint.NotSigned());
    assertThat(answer(404, "text/plain", "x")).isEqualTo(new AddCheckpoint.UnknownLog());
    assertThat(answer(422, "", "x")).isEqualTo(new AddCheckpoint.Inconsistent());
    for (int status : List.of(0, 100, 201, 204, 301, 401, 405, 429, 500, 502, 503)) {
      assertThat(answer(status, "", ANSWER))
          .isEqualTo(new AddCheckpoint.Unexpected(status, "no answer of a witness"));
    }
  }

  @Test
  void aConflictSaysTheSizeOfTheWitness() {
    assertThat(answer(409, "text/x.tlog.size", "20852014\n"))
        .isEqualTo(new AddCheckpoint.OtherSize(20852014));
    assertThat(answer(409, "Text/X.tlog.size; charset=utf-8", "0"))
        .isEqualTo(new AddCheckpoint.OtherSize(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "1\n\n", " 1\n", "01\n", "-1\n", "1.5\n", "x\n", "1\n2\n"})
  void aSizeThatIsNoneIsUnexpected(String body) {
    assertThat(answer(409, AddCheckpoint.SIZE_TYPE, body))
        .isInstanceOf(AddCheckpoint.Unexpected.class);
  }

  @Test
  void aConflictOfAnotherTypeIsUnexpected() {
    assertThat(answer(409, "text/plain", "1\n")).isInstanceOf(AddCheckpoint.Unexpected.class);
    assertThat(answer(409, "", "1\n")).isInstanceOf(AddCheckpoint.Unexpected.class);
  }

  @Test
  void readsTheCosignatures() {
    AddCheckpoint.Answer answer = answer(200, "", ANSWER);

    assertThat(answer).isInstanceOf(AddCheckpoint.Cosigned.class);
    assertThat(((AddCheckpoint.Cosigned) answer).signatures())
        .extracting(NoteSignature::name)
        .containsExactly("witness.example/w1", "witness.example/w2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "ok\n", "— a AAAAAAA=", "— a AAAAAAA=\n\n", "— a AAAA\n"})
  void cosignaturesThatAreNoneAreUnexpected(String body) {
    assertThat(answer(200, "", body)).isInstanceOf(AddCheckpoint.Unexpected.class);
  }

  @Test
  void moreSignaturesThanANoteHasAreUnexpected() {
    assertThat(answer(200, "", "— a AAAAAAA=\n".repeat(100)))
        .isInstanceOf(AddCheckpoint.Cosigned.class);
    assertThat(answer(200, "", "— a AAAAAAA=\n".repeat(101)))
        .isInstanceOf(AddCheckpoint.Unexpected.class);
  }

  /** What a witness of ours writes is what a log of ours understands. */
  @Test
  void everyAnswerIsReadBackAsItIsWritten() {
    List<AddCheckpoint.Answer> answers =
        List.of(
            answer(200, "", ANSWER),
            new AddCheckpoint.OtherSize(0),
            new AddCheckpoint.OtherSize(Long.MAX_VALUE),
            new AddCheckpoint.UnknownLog(),
            new AddCheckpoint.NotSigned(),
            new AddCheckpoint.BadRequest(),
            new AddCheckpoint.Inconsistent());
    for (AddCheckpoint.Answer it : answers) {
      assertThat(answer(it.status(), AddCheckpoint.SIZE_TYPE, it.body())).isEqualTo(it);
    }
    assertThat(answers.getFirst().body()).isEqualTo(ANSWER);
  }

  @Test
  void onlyGoodCosignaturesByKnownKeysAreTaken() {
    String text = "log.example/a\n1\n" + Hash.EMPTY_ROOT.base64() + "\n";
    String other = "log.example/a\n2\n" + Hash.EMPTY_ROOT.base64() + "\n";
    SigningKey known = Keys.cosigner("w.example/1");
    SigningKey stranger = Keys.cosigner("w.example/2");
    NoteSignature good = Cosignature.sign(known, text, 7);
    AddCheckpoint.Cosigned answer =
        new AddCheckpoint.Cosigned(
            List.of(Cosignature.sign(stranger, text, 7), Cosignature.sign(known, other, 7), good));

    assertThat(answer.good(List.of(known.verifier()), text)).containsExactly(good);
  }
}
