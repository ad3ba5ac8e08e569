package dev.stet.acceptance.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.AddCheckpoint;
import dev.stet.log.AddCheckpoint.Answer;
import dev.stet.log.AddCheckpoint.Cosigned;
import dev.stet.log.Cosignature;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.NoteSignature;
import dev.stet.log.Proofs;
import dev.stet.log.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness that others wrote cosigns our logs, and refuses when history was rewritten. */
class WitnessTest {
  private final Path folder;
  private final long begun = Instant.now().getEpochSecond();
  private final SigningKey key =
      SigningKey.generate(LogFolder.ORIGIN, KeyType.ED25519, new SecureRandom());
  private final LogFolder log;
  private final @AutoClose Litewitness witness;

  WitnessTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.log = new LogFolder(folder.resolve("log"), key);
    this.witness = Litewitness.start(folder.resolve("witness"), key.verifier());
  }

  @Test
  void cosignsALogThatGrows() throws Exception {
    for (long size : new long[] {1, 2, 255, 256, 257, 1000, 70_000}) {
      long old = log.size();
      assertCosigned(ask(log.growTo(size), old));
    }
  }

  private void assertCosigned(Answer answer) {
    assertThat(answer).isInstanceOf(Cosigned.class);
    Note checkpoint = log.checkpoint();
    Note cosigned = checkpoint.with(((Cosigned) answer).signatures().getFirst());
    assertThat(cosigned.verifiedBy(List.of(key.verifier(), witness.key())))
        .isEqualTo(Set.of(key.verifier(), witness.key()));
    NoteSignature signature = cosigned.by(witness.key()).orElseThrow();
    assertThat(Cosignature.time(witness.key(), signature, checkpoint.text()).orElseThrow())
        .isBetween(begun, Instant.now().getEpochSecond());
  }

  @Test
  void saysFromWhereItHasToBeAskedAgain() throws Exception {
    assertCosigned(ask(log.growTo(1000), 0));
    assertThat(ask(log.growTo(1500), 0)).isEqualTo(new AddCheckpoint.OtherSize(1000));
    assertCosigned(ask(log, 1000));
    assertCosigned(ask(log, 1500)); // the same again, with another time
  }

  @Test
  void refusesAnotherHistoryUnderTheSameKey() throws Exception {
    assertCosigned(ask(log.growTo(1000), 0));
    LogFolder rewritten = new LogFolder(folder.resolve("rewritten"), key);
    rewritten.append(LogFolder.assign("shop/api", "another", 0));
    assertThat(ask(rewritten.growTo(1000), 1000)).isEqualTo(new AddCheckpoint.Inconsistent());
    assertThat(ask(rewritten.growTo(1010), 1000)).isEqualTo(new AddCheckpoint.Inconsistent());
    assertCosigned(ask(log.growTo(1020), 1000));
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    LogFolder other = new LogFolder(folder.resolve("other")).growTo(3); // of our name
    assertThat(ask(other, 0)).isEqualTo(new AddCheckpoint.NotSigned());
    assertThat(ask(new LogFolder(folder.resolve("unknown"), unknown()).growTo(3), 0))
        .isEqualTo(new AddCheckpoint.UnknownLog());
    assertThat(witness.ask(new AddCheckpoint(4, List.of(), log.growTo(3).checkpoint())))
        .isEqualTo(new AddCheckpoint.BadRequest());
  }

  private static SigningKey unknown() {
    return SigningKey.generate("log.example/unknown", KeyType.ED25519, new SecureRandom());
  }

  /** Asks for a cosignature of what a log is now, given what it was. */
  private Answer ask(LogFolder log, long old) throws IOException, InterruptedException {
    boolean nothingToProve = old == 0 || old == log.size();
    return witness.ask(
        new AddCheckpoint(
            old,
            nothingToProve ? List.of() : Proofs.consistency(old, log.size(), log::row),
            log.checkpoint()));
  }
}
