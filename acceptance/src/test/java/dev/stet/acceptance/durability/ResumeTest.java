package dev.stet.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload goes on in the next process, whatever became of the last one. */
class ResumeTest {
  private static final String REPOSITORY = "shop/api";
  private static final int HALF = 1_000_000;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anUploadGoesOnInTheNextProcess(boolean killed, @TempDir Path folder)
      throws IOException, InterruptedException {
    byte[] blob = new byte[2 * HALF];
    new Random(5).nextBytes(blob);
    String location;
    try (StetProcess stet = StetProcess.start(folder.resolve("data"));
        RegistryClient client = stet.client()) {
      location = client.beginUpload(REPOSITORY).headers().firstValue("Location").orElseThrow();
      assertThat(client.append(location, Arrays.copyOf(blob, HALF)).statusCode()).isEqualTo(202);
      if (killed) {
        stet.kill();
      } else {
        stet.stop();
      }
    }
    try (StetProcess stet = StetProcess.start(folder.resolve("data"));
        RegistryClient client = stet.client()) {
      HttpResponse<byte[]> status = client.upload(location);
      assertThat(status.statusCode()).isEqualTo(204);
      assertThat(status.headers().firstValue("Range")).contains("0-" + (HALF - 1));
      assertThat(client.upload(location.replace(REPOSITORY, "shop/web")).statusCode())
          .as("it belongs to its repository")
          .isEqualTo(404);

      byte[] rest = Arrays.copyOfRange(blob, HALF, blob.length);
      assertThat(client.append(location, rest).statusCode()).isEqualTo(202);
      Digest digest = Digest.sha256(blob);
      assertThat(client.finish(location, digest).statusCode()).isEqualTo(201);
      assertThat(client.blob(REPOSITORY, digest).body()).isEqualTo(blob);
      stet.stop();
    }
  }
}
