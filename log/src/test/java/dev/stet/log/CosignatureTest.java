package dev.stet.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosignatureTest {
  private static final SigningKey WITNESS = Keys.cosigner("w.example/1");
  private static final String TEXT = new Checkpoint("log.example/a", 7, Hash.EMPTY_ROOT).text();

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_764_064_800L, Long.MAX_VALUE})
  void bearsItsTime(long seconds) {
    NoteSignature line = Cosignature.sign(WITNESS, TEXT, seconds);

    assertThat(line.signature()).hasSize(72);
    assertThat(ByteBuffer.wrap(line.signature()).getLong()).isEqualTo(seconds);
    assertThat(Cosignature.time(WITNESS.verifier(), line, TEXT)).hasValue(seconds);
  }

  @Test
  void signsTheMessageOfTheSpecification() {
    byte[] signature = Cosignature.sign(WITNESS, TEXT, 1679315147).signature();
    byte[] message = ("cosignature/v1\ntime 1679315147\n" + TEXT).getBytes(UTF_8);

    assertThat(WITNESS.verifier().verifies(message, Arrays.copyOfRange(signature, 8, 72))).isTrue();
  }

  @Test
  void isGoodForItsCheckpointTimeAndKeyOnly() {
    NoteSignature line = Cosignature.sign(WITNESS, TEXT, 1000);
    byte[] later = line.signature();
    later[7]++;
    byte[] negative = line.signature();
    negative[0] = -1;
    VerifierKey other = Keys.cosigner("w.example/2").verifier();
    List<NoteSignature> bad =
        List.of(
            new NoteSignature(line.name(), line.keyId(), later),
            new NoteSignature(line.name(), line.keyId(), negative),
            new NoteSignature(line.name(), line.keyId() + 1, line.signature()),
            new NoteSignature("w.example/2", line.keyId(), line.signature()),
            new NoteSignature(line.name(), line.keyId(), Arrays.copyOf(line.signature(), 71)),
            new NoteSignature(line.name(), line.keyId(), Arrays.copyOf(line.signature(), 73)),
            new NoteSignature(line.name(), line.keyId(), new byte[1]));

    assertThat(bad)
        .allSatisfy(it -> assertThat(Cosignature.time(WITNESS.verifier(), it, TEXT)).isEmpty());
    assertThat(Cosignature.time(WITNESS.verifier(), line, TEXT.replace("7\n", "8\n"))).isEmpty();
    assertThat(Cosignature.time(other, line, TEXT)).isEmpty();
  }

  @Test
  void aTimeIsNotNegative() {
    byte[] message = ("cosignature/v1\ntime -1\n" + TEXT).getBytes(UTF_8);
    byte[] signature = ByteBuffer.allocate(72).putLong(-1).put(WITNESS.sign(message)).array();
    NoteSignature line =
        new NoteSignature(WITNESS.verifier().name(), WITNESS.verifier().id(), signature);
    assertThat(Cosignature.time(WITNESS.verifier(), line, TEXT)).isEmpty();
  }

  @Test
  void theKeyOfALogDoesNotCosign() {
    SigningKey log = Keys.log("log.example/a");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Cosignature.sign(log, TEXT, 1));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Cosignature.sign(WITNESS, TEXT, -1));
    NoteSignature plain = Note.sign(TEXT, log).signatures().getFirst();
    assertThat(Cosignature.time(log.verifier(), plain, TEXT)).isEmpty();
  }

  /** A cosigner's key under a note is verified as a cosignature, time included. */
  @Test
  void isVerifiedAsALineOfANote() {
    Note note = Note.sign(TEXT, Keys.log("log.example/a"));
    Note cosigned = note.with(Cosignature.sign(WITNESS, TEXT, 1000));

    assertThat(cosigned.verifiedBy(List.of(WITNESS.verifier())))
        .containsExactly(WITNESS.verifier());
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(
            () ->
                note.with(Cosignature.sign(WITNESS, TEXT + "x\n", 1000))
                    .verifiedBy(List.of(WITNESS.verifier())));
  }
}
