package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.ProofFile;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose log is cosigned. */
class CosigningServerTest {
  private static final String SHOP = "shop/api";

  @TempDir private Path folder;
  private final TestImage image = TestImage.of("cosigned");

  /** With a clock that goes: it says when to ask again. */
  private static RunningServer start(Path data, Map<String, String> environment) {
    return RunningServer.startAt(Clock.systemUTC(), data, environment);
  }

  private static RunningServer start(Path data) {
    return start(data, Map.of());
  }

  private static List<VerifierKey> keys(RunningServer server) {
    return server.get("/log/key").text().lines().map(VerifierKey::parse).toList();
  }

  private static String push(RunningServer server, TestImage image, String tag) {
    return server.push(SHOP, tag, image, "Stet-Wait", "quorum").header("Stet-Log-Quorum");
  }

  @Test
  void theAuditorOfTheProcessSignsWhatAClientCanDemand() {
    try (RunningServer server = start(folder)) {
      assertThat(push(server, image, "v1")).isEqualTo("reached");

      assertThat(server.get("/metrics").text())
          .contains(
              "stet_log_auditor_size 2.0\n",
              "stet_log_auditor_alarms 0.0\n",
              "stet_log_auditor_stopped 0.0\n");
      List<VerifierKey> keys = keys(server);
      Note note =
          Note.parse(
              server.get("/log/cosigned/checkpoint").text().getBytes(StandardCharsets.UTF_8));
      assertThat(keys).hasSize(2);
      assertThat(note.verifiedBy(keys)).containsExactlyInAnyOrderElementsOf(keys);
      assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(2);
      Policy policy =
          Policy.parse(
              "log %s\nwitness a %s\nquorum a\n"
                  .formatted(keys.getFirst(), keys.getLast())
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(
              ProofFile.parse(
                      server
                          .get("/log/proof/" + SHOP + "/v1")
                          .text()
                          .getBytes(StandardCharsets.UTF_8))
                  .verify(policy, SHOP, "v1")
                  .leaf()
                  .tag())
          .isEqualTo("v1");
    }
  }

  @Test
  void withoutAnybodyElseAPushThatWaitsSaysThatItIsPending() {
    try (RunningServer server = start(folder, Map.of("STET_LOG_AUDITOR", "false"))) {
      assertThat(push(server, image, "v1")).isEqualTo("pending");
      assertThat(keys(server)).hasSize(1);
      assertThat(server.get("/log/cosigned/checkpoint").status()).isEqualTo(404);
    }
  }

  @Test
  void itGoesOnAfterARestart() {
    try (RunningServer server = start(folder)) {
      assertThat(push(server, image, "v1")).isEqualTo("reached");
    }
    try (RunningServer server = start(folder)) {
      assertThat(push(server, image, "v2")).isEqualTo("reached");
    }
  }

  @Test
  void aPolicyOfAnotherLogIsNoStart() throws IOException {
    try (RunningServer server = RunningServer.start(folder.resolve("other"))) {
      Files.writeString(
          folder.resolve("policy"), "log " + keys(server).getFirst() + "\nquorum none\n");
    }
    Map<String, String> environment =
        Map.of("STET_LOG_POLICY", folder.resolve("policy").toString());

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> RunningServer.start(folder.resolve("data"), environment))
        .withMessageContaining("is the policy of the log");
  }

  @Test
  void theKeyOfTheLogIsMissed() throws IOException {
    try (RunningServer server = start(folder)) {
      server.push(SHOP, "v1", image);
    }
    Files.move(folder.resolve("keys/log.key"), folder.resolve("elsewhere.key"));
    try (RunningServer server = start(folder)) {
      Answer refused = server.put("/v2/" + SHOP + "/manifests/v2", image.manifest());
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text()).contains("LOG_KEY_MISSING", "stet keys import");
      assertThat(server.get("/v2/" + SHOP + "/manifests/v1").status()).isEqualTo(200);
      assertThat(server.get("/log/checkpoint").status()).isEqualTo(200);
    }
    Files.move(folder.resolve("elsewhere.key"), folder.resolve("keys/log.key"));
    try (RunningServer server = start(folder)) {
      server.push(SHOP, "v2", image);
    }
  }

  @Test
  void aDatabaseThatWasPutBackIsSeenByTheAuditorBeforeANameIsGiven() throws IOException {
    try (RunningServer server = start(folder)) {
      push(server, image, "v1");
    }
    Files.copy(database(), folder.resolve("older.db"));
    try (RunningServer server = start(folder)) {
      push(server, image, "v2");
    }
    Path newer = Files.createDirectories(folder.resolve("newer"));
    Files.copy(database(), newer.resolve("registry.db"));
    Files.move(folder.resolve("older.db"), database(), StandardCopyOption.REPLACE_EXISTING);

    Map<String, String> alone = Map.of("STET_LOG_AUDITOR", "false");
    TestImage other = TestImage.of("other");
    try (RunningServer mirror = start(newer, alone);
        RunningServer server = start(folder)) {
      assertThat(server.push(SHOP, "v2", other).text())
          .contains("LOG_UNCONFIRMED", "the log has signed size 3, and here there is 2", "recover");
      assertThat(api(server, "resume", "origin", Checkpoint.parse(head(server).text()).origin()))
          .contains("had 3 entries once");

      String log = "http://127.0.0.1:" + mirror.port() + "/log/";
      assertThat(api(server, "recover", "from", log)).contains("\"entries\":1");
      assertThat(server.push(SHOP, "v2", other).status()).isEqualTo(409);
      assertThat(push(server, other, "v3")).isEqualTo("reached");
    }
  }

  private Path database() {
    return folder.resolve("registry.db");
  }

  private static Note head(RunningServer server) {
    return Note.parse(server.get("/log/checkpoint").text().getBytes(StandardCharsets.UTF_8));
  }

  private static String api(RunningServer server, String what, String field, String value) {
    return server
        .post(
            "/api/v1/log/" + what,
            "{\"%s\":\"%s\"}".formatted(field, value).getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/json",
            "Authorization",
            "Bearer " + RunningServer.TOKEN)
        .text();
  }

  @Test
  void aKeyBeginsNoSecondLog() throws IOException {
    try (RunningServer server = start(folder)) {
      push(server, image, "v1");
    }
    Files.delete(database());
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> start(folder))
        .withMessageContaining("has signed the log stet.invalid/")
        .withMessageContaining("Restore a backup");
    Files.move(folder.resolve("keys"), folder.resolve("away"));
    Files.move(folder.resolve("auditor"), folder.resolve("away/auditor"));
    start(folder).close();
  }
}
