package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A large blob whose bytes changed on the disk is found by itself, and healed by a push. */
@Timeout(60)
class DamageOverHttpTest {
  @Test
  void theScrubOfARunningServerFindsAFlippedBit(@TempDir Path data) throws IOException {
    byte[] content = new byte[500_000];
    new Random(3).nextBytes(content);
    String path = "/v2/shop/api/blobs/" + Digest.sha256(content);
    try (RunningServer server = RunningServer.start(data)) {
      server.pushBlob("shop/api", content);
    }
    flip(data, Digest.sha256(content));
    try (RunningServer server = RunningServer.start(data)) {
      while (server.get(path).status() == 200) {
        Thread.onSpinWait(); // the first pass begins with the server
      }
      assertThat(server.head(path).status()).isEqualTo(404);
      assertThat(server.get("/metrics").text()).contains("stet_blob_damaged_total 1.0");

      server.pushBlob("shop/web", content);

      assertThat(server.get(path).body()).as("through every repository").isEqualTo(content);
      assertThat(server.get("/metrics").text())
          .contains("stet_blob_healed_total 1.0", "stet_blob_scrubbed_bytes_total 500000.0");
    }
  }

  private static void flip(Path data, Digest digest) throws IOException {
    Path file = data.resolve("content/blobs/sha256/" + digest.hex().substring(0, 2));
    Path blob = file.resolve(digest.hex());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    Files.write(blob, bytes);
  }
}
