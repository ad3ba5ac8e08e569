package dev.stet.acceptance.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stet.acceptance.log.Seen;
import dev.stet.acceptance.log.ServedLog;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.log.Leaf;
import dev.stet.log.ProofFile;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/**
 * A Stet whose disk goes wrong, a client of it, and all that it must hold whatever happens: the
 * image {@code first}, and what it acknowledged later.
 */
final class Trial implements AutoCloseable {
  static final String REPOSITORY = "shop/tried";

  private final Path data;
  private final Expected expected = new Expected(REPOSITORY);
  private final Seen seen = new Seen();
  private final TestImage first = TestImage.unique();
  private StetProcess stet;
  private RegistryClient client;

  private Trial(Path data, StetProcess stet) {
    this.data = data;
    this.stet = stet;
    this.client = stet.client();
  }

  /** Starts Stet over a new data folder, and pushes the first image. */
  static Trial begin(Path data) throws IOException, InterruptedException {
    Trial trial = new Trial(data, StetProcess.start(data));
    assertThat(trial.push("first", trial.first)).isEqualTo(201);
    return trial;
  }

  Path data() {
    return data;
  }

  StetProcess stet() {
    return stet;
  }

  RegistryClient client() {
    return client;
  }

  void kill() throws InterruptedException {
    stet.kill();
  }

  void stop() throws InterruptedException {
    stet.stop();
  }

  /** Starts it over the folder of the one that has ended, and reads everything back. */
  void startAgain() throws IOException, InterruptedException {
    serveAgain();
    assertHoldsAll();
  }

  /** Starts it over the folder of the one that has ended, or is to be killed. */
  void serveAgain() throws IOException, InterruptedException {
    close();
    stet = StetProcess.start(data);
    client = stet.client();
  }

  /** Kills it and starts it again: all is there, and is whole. */
  void killAndStartAgain() throws IOException, InterruptedException {
    kill();
    startAgain();
    Sound.assertSound(stet, data);
  }

  @Override
  public void close() {
    client.close();
    stet.close();
  }

  /** Pushes an image as far as it goes; the last status: 201, or 503 for want of storage. */
  int push(String tag, TestImage image) throws IOException, InterruptedException {
    for (byte[] blob : List.of(image.layer(), image.config())) {
      int status = pushBlob(blob);
      if (status != 201) {
        return status;
      }
    }
    return claim(tag, image);
  }

  /** Pushes the manifest alone. */
  int claim(String tag, TestImage image) throws IOException, InterruptedException {
    expected.asked(tag, image);
    HttpResponse<byte[]> answer = client.pushManifest(REPOSITORY, tag, image);
    int status = status(answer);
    if (status == 201) {
      expected.acknowledged(tag, image);
      long index = answer.headers().firstValueAsLong("Stet-Log-Index").orElseThrow();
      seen.claim(index, REPOSITORY, tag, image.digest());
    }
    lookAtTheLog();
    return status;
  }

  /** Remembers which checkpoint is served now. */
  void lookAtTheLog() throws IOException, InterruptedException {
    HttpResponse<byte[]> checkpoint = client.checkpoint();
    assertThat(checkpoint.statusCode()).isEqualTo(200);
    seen.checkpoint(checkpoint.body());
  }

  int pushBlob(byte[] blob) throws IOException, InterruptedException {
    return noted(blob, client.pushBlob(REPOSITORY, blob));
  }

  String beginUpload() throws IOException, InterruptedException {
    HttpResponse<byte[]> begun = client.beginUpload(REPOSITORY);
    return begun.headers().firstValue("Location").orElseThrow();
  }

  void append(String upload, byte[] bytes) throws IOException, InterruptedException {
    assertThat(status(client.append(upload, bytes))).isEqualTo(202);
  }

  /** Sends the rest of an upload and closes it, as far as that goes; the last status. */
  int finish(String upload, byte[] rest, byte[] blob) throws IOException, InterruptedException {
    int status = status(client.append(upload, rest));
    return status == 202 ? noted(blob, client.finish(upload, Digest.sha256(blob))) : status;
  }

  private int noted(byte[] blob, HttpResponse<byte[]> answer) {
    int status = status(answer);
    if (status == 201) {
      expected.acknowledgedBlob(blob);
    }
    return status;
  }

  /** The status, unless it says of a failure something else than it should. */
  private static int status(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isIn(201, 202, 503);
    if (answer.statusCode() == 503) {
      assertThat(new String(answer.body(), UTF_8)).contains("\"reason\":\"STORAGE\"");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
    return answer.statusCode();
  }

  void assertHoldsAll() throws IOException, InterruptedException {
    expected.assertHeldBy(client);
  }

  /**
   * The log has every checkpoint that was seen and every claim that was acknowledged, and every tag
   * that is served.
   *
   * @param folder one that the judges may fill
   */
  void assertLogHasAll(Path folder) throws IOException, InterruptedException {
    ServedLog.of(stet, data, folder).assertSound(client, seen);
    for (String tag : client.tags(REPOSITORY)) {
      Leaf logged = ProofFile.parse(client.log("proof/" + REPOSITORY + "/" + tag).body()).leaf();
      Digest served = Digest.sha256(client.manifest(REPOSITORY, tag).body());
      assertThat(logged)
          .asInstanceOf(type(Leaf.Assign.class))
          .extracting(Leaf.Assign::tag, Leaf.Assign::digest)
          .containsExactly(tag, served.toString());
    }
  }

  /** Those who only read are served. */
  void assertServes() throws IOException, InterruptedException {
    assertThat(client.manifest(REPOSITORY, "first").body()).isEqualTo(first.manifest());
    assertThat(client.blob(REPOSITORY, Digest.sha256(first.layer())).body())
        .isEqualTo(first.layer());
    assertThat(client.tags(REPOSITORY)).contains("first");
  }
}
