package dev.stet.acceptance.log;

import static dev.stet.acceptance.log.CosignedData.REPOSITORY;
import static dev.stet.acceptance.log.CosignedData.assertTakesNoPush;
import static dev.stet.acceptance.log.CosignedData.cosigned;
import static dev.stet.acceptance.log.CosignedData.push;
import static dev.stet.acceptance.log.CosignedData.pushAndWait;
import static dev.stet.acceptance.log.CosignedData.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.log.Checkpoint;
import dev.stet.log.Hash;
import dev.stet.log.Note;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running Stet whose log has to be signed by a witness that others wrote. */
class WitnessedServerTest {
  private static final Duration ALARM = Duration.ofSeconds(30);

  private final Path folder;
  private final VerifierKey log;
  private final @AutoClose Litewitness witness;
  private final CosignedData registry;

  WitnessedServerTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    Path data = folder.resolve("data");
    this.log = CosignedData.newLog(data);
    this.witness = Litewitness.start(folder.resolve("witness"), log);
    this.registry = CosignedData.by(data, log, witness.key(), witness.address());
  }

  @Test
  void whatTheWitnessSignedOthersVerify() throws Exception {
    try (StetProcess stet = registry.startConfirmed();
        RegistryClient client = stet.client()) {
      push(client, "1.0");
      assertThat(pushAndWait(client, "1.1")).isEqualTo("reached");

      Note note = Note.parse(client.log("cosigned/checkpoint").body());
      assertThat(note.verifiedBy(List.of(log, witness.key())))
          .containsExactlyInAnyOrder(log, witness.key());
      assertThat(Checkpoint.parse(note.text())).isEqualTo(signed(client));
      assertThat(torch("-log", url(stet)).successfully().output())
          .isEqualTo("3 entries: all verified");
      for (String tag : List.of("1.0", "1.1")) {
        assertThat(torch("-proof", proof(client, tag)).successfully().output()).contains(tag);
        assertThat(verify(stet, tag).successfully().output()).contains("w");
      }
    }
  }

  @Test
  void whileTheWitnessIsAwayPushesGoOnAndProofsArePending() throws Exception {
    try (StetProcess stet = registry.startConfirmed();
        RegistryClient client = stet.client();
        ExecutorService waiting = Executors.newSingleThreadExecutor()) {
      assertThat(pushAndWait(client, "1.0")).isEqualTo("reached");
      Checkpoint before = cosigned(client);
      witness.leave();

      push(client, "1.1");
      assertThat(client.metric("stet_log_size")).isEqualTo(3);
      assertThat(client.metric("stet_log_cosigned_size")).isEqualTo(2);
      assertThat(cosigned(client)).isEqualTo(before);
      assertThat(torch("-proof", proof(client, "1.1")).code()).isEqualTo(1);
      assertThat(torch("-proof", proof(client, "1.0")).code()).isZero();
      Ended pending = verify(stet, "1.1");
      assertThat(pending.code()).isEqualTo(6);
      assertThat(pending.output()).contains("the check 'quorum' failed", "pending");

      Future<String> patient = waiting.submit(() -> pushAndWait(client, "1.2"));
      stet.log().await("word of it", it -> it.contains("did not cosign: no answer"), ALARM);
      witness.comeBack();
      assertThat(patient.get()).isEqualTo("reached");
      assertThat(client.metric("stet_log_cosigned_size")).isEqualTo(4);
      assertThat(torch("-proof", proof(client, "1.1")).successfully().output()).contains("1.1");
    }
  }

  /** Its database was replaced by an older copy, and then by a new one. */
  @Test
  void aWitnessThatForgotIsAskedFromWhereItIs() throws Exception {
    try (StetProcess stet = registry.startConfirmed();
        RegistryClient client = stet.client()) {
      assertThat(pushAndWait(client, "1.0")).isEqualTo("reached");
      Checkpoint older = witness.cosigned();
      assertThat(pushAndWait(client, "1.1")).isEqualTo("reached");
      Checkpoint nothing = new Checkpoint(log.name(), 0, Hash.EMPTY_ROOT);
      for (Checkpoint known : List.of(older, nothing)) {
        witness.leave();
        witness.knowOnly(known);
        witness.comeBack();
        assertThat(pushAndWait(client, "after-" + known.size())).isEqualTo("reached");
        assertThat(witness.cosigned()).isEqualTo(signed(client)).isEqualTo(cosigned(client));
      }
    }
  }

  @Test
  void anOlderCopyOfTheDataTakesNoPush() throws Exception {
    CosignedData older = olderCopy();
    try (StetProcess stet = older.start();
        RegistryClient client = stet.client()) {
      assertDoubted(stet, client, "it has signed size 4, and here there is 2");
    }
  }

  /** Somebody who has the key brings back an older copy, and pushes other images. */
  @Test
  void anotherHistoryUnderTheSameKeyIsNotSigned() throws Exception {
    CosignedData older = olderCopy();
    try (StetProcess stet = StetProcess.start(older.data());
        RegistryClient client = stet.client()) {
      for (String tag : List.of("1.1", "1.2", "1.3")) {
        push(client, tag);
      }
      stet.stop();
    }
    try (StetProcess stet = older.start();
        RegistryClient client = stet.client()) {
      assertDoubted(stet, client, "it does not see that the log of size 5 continues it");
    }
  }

  /** A copy of the data from before two pushes, which the witness has signed. */
  private CosignedData olderCopy() throws Exception {
    Path copy = folder.resolve("copy/data");
    try (StetProcess stet = registry.startConfirmed();
        RegistryClient client = stet.client()) {
      assertThat(pushAndWait(client, "1.0")).isEqualTo("reached");
      stet.stop();
    }
    Files.createDirectories(copy.getParent());
    Command.of("cp", "-a", registry.data(), copy).run().successfully();
    try (StetProcess stet = registry.startConfirmed();
        RegistryClient client = stet.client()) {
      push(client, "1.1");
      assertThat(pushAndWait(client, "1.2")).isEqualTo("reached");
      stet.stop();
    }
    return registry.in(copy);
  }

  /** There is an alarm; the log stays as it is, and pulls go on. */
  private void assertDoubted(StetProcess stet, RegistryClient client, String why) throws Exception {
    Checkpoint before = signed(client);
    Checkpoint cosigned = cosigned(client);
    Checkpoint known = witness.cosigned();
    assertTakesNoPush(client, "2.0");
    stet.log().await("alarm", it -> it.contains("ERROR") && it.contains(why), ALARM);

    assertTakesNoPush(client, "2.1");
    assertThat(
            client.metric(
                "stet_log_cosigners_asked_seconds_count{cosigner=\"%s\",outcome=\"suspicious\"}"
                    .formatted(witness.key().name())))
        .isOne();
    assertThat(signed(client)).isEqualTo(before);
    assertThat(cosigned(client)).isEqualTo(cosigned);
    assertThat(witness.cosigned()).isEqualTo(known);
    assertThat(client.manifest(REPOSITORY, "1.0").statusCode()).isEqualTo(200);
  }

  private static String url(StetProcess stet) {
    return "http://" + stet.address() + "/log/cosigned/";
  }

  private Path proof(RegistryClient client, String tag) throws IOException, InterruptedException {
    return Files.write(
        folder.resolve(tag + ".tlog-proof"), client.log("proof/" + REPOSITORY + "/" + tag).body());
  }

  private Ended torch(Object... words) throws IOException, InterruptedException {
    return Judges.torch(registry.policy()).with(words).run();
  }

  private Ended verify(StetProcess stet, String tag) throws IOException, InterruptedException {
    return stet.command()
        .with("verify", stet.address() + "/" + REPOSITORY + ":" + tag)
        .with("--policy", registry.policy())
        .in(folder)
        .run();
  }
}
