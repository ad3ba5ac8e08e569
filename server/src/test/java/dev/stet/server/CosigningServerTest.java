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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose log is cosigned. */
class CosigningServerTest {
  private static final String SHOP = "shop/api";

  @TempDir private Path folder;
  private final TestImage image = TestImage.of("cosigned");

  private static List<VerifierKey> keys(RunningServer server) {
    return server.get("/log/key").text().lines().map(VerifierKey::parse).toList();
  }

  private static String push(RunningServer server, TestImage image, String tag) {
    server.push(SHOP, "first-" + tag, image);
    return server
        .put(
            "/v2/" + SHOP + "/manifests/" + tag,
            image.manifest(),
            "Content-Type",
            "application/vnd.oci.image.manifest.v1+json",
            "Stet-Wait",
            "quorum")
        .header("Stet-Log-Quorum");
  }

  @Test
  void theAuditorOfTheProcessSignsWhatAClientCanDemand() {
    try (RunningServer server = RunningServer.start(folder)) {
      assertThat(push(server, image, "v1")).isEqualTo("reached");

      List<VerifierKey> keys = keys(server);
      Note note =
          Note.parse(
              server.get("/log/cosigned/checkpoint").text().getBytes(StandardCharsets.UTF_8));
      assertThat(keys).hasSize(2);
      assertThat(note.verifiedBy(keys)).containsExactlyInAnyOrderElementsOf(keys);
      assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(3);
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
    try (RunningServer server = RunningServer.start(folder, Map.of("STET_LOG_AUDITOR", "false"))) {
      assertThat(push(server, image, "v1")).isEqualTo("pending");
      assertThat(keys(server)).hasSize(1);
      assertThat(server.get("/log/cosigned/checkpoint").status()).isEqualTo(404);
    }
  }

  @Test
  void itGoesOnAfterARestart() {
    try (RunningServer server = RunningServer.start(folder)) {
      assertThat(push(server, image, "v1")).isEqualTo("reached");
    }
    try (RunningServer server = RunningServer.start(folder)) {
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
    try (RunningServer server = RunningServer.start(folder)) {
      server.push(SHOP, "v1", image);
    }
    Files.move(folder.resolve("keys/log.key"), folder.resolve("elsewhere.key"));
    try (RunningServer server = RunningServer.start(folder)) {
      Answer refused = server.put("/v2/" + SHOP + "/manifests/v2", image.manifest());
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text()).contains("LOG_KEY_MISSING", "stet keys import");
      assertThat(server.get("/v2/" + SHOP + "/manifests/v1").status()).isEqualTo(200);
      assertThat(server.get("/log/checkpoint").status()).isEqualTo(200);
    }
    Files.move(folder.resolve("elsewhere.key"), folder.resolve("keys/log.key"));
    try (RunningServer server = RunningServer.start(folder)) {
      server.push(SHOP, "v2", image);
    }
  }
}
