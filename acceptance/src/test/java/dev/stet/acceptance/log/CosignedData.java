package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.Policy.Witness;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data folder with a log that a witness has to sign.
 *
 * @param data the folder
 * @param policy the file that says so, for the server and for whoever verifies
 */
record CosignedData(Path data, Path policy) {
  static final String REPOSITORY = "shop/cosigned";
  private static final Duration CONFIRMED = Duration.ofSeconds(60);

  /** Makes the key of a log that is still to begin, as its operator does for witnesses to know. */
  static VerifierKey newLog(Path data) throws IOException, InterruptedException {
    String key =
        StetProcess.offline("keys", "new", "--data", data, "--name", LogFolder.ORIGIN).line();
    return VerifierKey.parse(key);
  }

  /** The folder of a log, and a policy beside it that wants a witness. */
  static CosignedData by(Path data, VerifierKey log, VerifierKey witness, URI address)
      throws IOException {
    Policy policy =
        new Policy(
            log,
            Optional.empty(),
            List.of(new Witness("w", witness, Optional.of(address.toString()))),
            Optional.of("w"));
    Path file = Files.writeString(data.resolveSibling("policy"), policy.text(), UTF_8);
    return new CosignedData(data, file);
  }

  /** The same policy for a copy of the folder. */
  CosignedData in(Path copy) {
    return new CosignedData(copy, policy);
  }

  /** Serves it. */
  StetProcess start() throws IOException, InterruptedException {
    return StetProcess.start(data, Map.of("STET_LOG_POLICY", policy.toString()));
  }

  /** Serves it, and waits until the witness has confirmed that nothing of the log was lost. */
  StetProcess startConfirmed() throws IOException, InterruptedException {
    StetProcess stet = start();
    try {
      stet.log().await("confirmation", it -> it.contains("confirms the log at size"), CONFIRMED);
      return stet;
    } catch (AssertionError e) {
      stet.close();
      throw e;
    }
  }

  /** Pushes a new image as far as its manifest. */
  static TestImage pushBlobs(RegistryClient client) throws IOException, InterruptedException {
    TestImage image = TestImage.small();
    for (byte[] blob : List.of(image.layer(), image.config())) {
      assertThat(client.pushBlob(REPOSITORY, blob).statusCode()).isEqualTo(201);
    }
    return image;
  }

  /** Pushes a new image, and waits for the witness; what the answer says of it. */
  static String pushAndWait(RegistryClient client, String tag)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.pushManifestAndWait(REPOSITORY, tag, pushBlobs(client));
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
    return answer.headers().firstValue("Stet-Log-Quorum").orElseThrow();
  }

  /** Pushes a new image, and waits for nobody. */
  static TestImage push(RegistryClient client, String tag)
      throws IOException, InterruptedException {
    TestImage image = pushBlobs(client);
    HttpResponse<byte[]> answer = client.pushManifest(REPOSITORY, tag, image);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
    return image;
  }

  /** Tries to push a new image; names can be neither given nor taken away. */
  static void assertTakesNoPush(RegistryClient client, String tag)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.pushManifest(REPOSITORY, tag, pushBlobs(client));
    assertThat(new String(answer.body(), UTF_8)).contains("\"LOG_UNCONFIRMED\"");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(client.metric("stet_log_open")).isZero();
  }

  /** The newest checkpoint that the log has signed. */
  static Checkpoint signed(RegistryClient client) throws IOException, InterruptedException {
    return checkpoint(client.checkpoint());
  }

  /** The newest checkpoint that the witness has cosigned. */
  static Checkpoint cosigned(RegistryClient client) throws IOException, InterruptedException {
    return checkpoint(client.log("cosigned/checkpoint"));
  }

  private static Checkpoint checkpoint(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return Checkpoint.parse(Note.parse(answer.body()).text());
  }
}
