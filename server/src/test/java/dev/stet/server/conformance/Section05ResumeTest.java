package dev.stet.server.conformance;

import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.server.Answer;
import dev.stet.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a restart leaves of uploads: those that go on, and those that time out. */
@Timeout(60)
class Section05ResumeTest {
  private final Path data;

  Section05ResumeTest(@TempDir Path folder) {
    this.data = folder.resolve("data");
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Answer chunk(
      RunningServer server, String upload, byte[] content, int from, int to) {
    return server.patch(
        upload, Arrays.copyOfRange(content, from, to), "Content-Range", from + "-" + (to - 1));
  }

  @ParameterizedTest
  @Tag("box-5.10")
  @Tag("box-5.11")
  @Tag("box-5.13")
  @EnumSource
  void anUploadGoesOnAfterARestart(Algorithm algorithm) {
    byte[] content = random(300_000);
    Digest digest = Digest.of(algorithm, content);
    String upload;
    try (RunningServer server = RunningServer.start(data)) {
      upload = server.beginUpload("up/load");
      assertThat(chunk(server, upload, content, 0, 100_000).status()).isEqualTo(202);
    }
    try (RunningServer server = RunningServer.start(data)) {
      assertThat(server.get(upload).header("Range")).isEqualTo("0-99999");
      assertThat(server.get(upload.replace("up/load", "up/other")).code())
          .as("it still belongs to its repository")
          .isEqualTo("BLOB_UPLOAD_UNKNOWN");
      assertThat(chunk(server, upload, content, 50_000, 60_000).status()).isEqualTo(416);
      assertThat(chunk(server, upload, content, 100_000, 200_000).status()).isEqualTo(202);
    }
    try (RunningServer server = RunningServer.start(data)) {
      Answer last =
          server.put(
              upload + "?digest=" + digest,
              Arrays.copyOfRange(content, 200_000, 300_000),
              "Content-Range",
              "200000-299999");
      assertThat(last.status()).as(last.toString()).isEqualTo(201);
      assertThat(server.get("/v2/up/load/blobs/" + digest).body()).isEqualTo(content);
    }
  }

  @Test
  @Tag("box-5.12")
  void anUploadThatNobodyGoesOnWithTimesOut() throws IOException {
    String old;
    String young;
    try (RunningServer server = RunningServer.start(data)) {
      old = server.beginUpload("up/load");
      young = server.beginUpload("up/load");
      assertThat(server.patch(old, bytes("lost")).status()).isEqualTo(202);
      assertThat(server.patch(young, bytes("kept")).status()).isEqualTo(202);
    }
    lastByteAt(old, RunningServer.NOW.minus(Duration.ofMinutes(31)));
    lastByteAt(young, RunningServer.NOW.minus(Duration.ofMinutes(29)));
    try (RunningServer server = RunningServer.start(data, Map.of("STET_UPLOAD_EXPIRY", "30m"))) {
      while (server.get(old).status() == 204) {
        Thread.onSpinWait(); // the sweep begins with the server
      }
      assertThat(server.get(old).code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
      assertThat(server.get(young).header("Range")).isEqualTo("0-3");
    }
    assertThat(file(old)).isEmpty();
  }

  private void lastByteAt(String upload, Instant then) throws IOException {
    Files.setLastModifiedTime(file(upload).orElseThrow(), FileTime.from(then));
  }

  private Optional<Path> file(String upload) throws IOException {
    String uuid = upload.substring(upload.lastIndexOf('/') + 1);
    try (Stream<Path> files = Files.list(data.resolve("content/uploads"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(uuid)).findFirst();
    }
  }
}
