package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.TestRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry for each test, which ends the uploads that it begins. */
abstract class BlobsTest {
  static final int SMALL = 2048;
  static final int LARGE = 100_000;
  static final String UPLOADS = "/v2/shop/api/blobs/uploads/";

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path folder;

  @SuppressWarnings("NullAway.Init")
  TestRegistry registry;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.open(folder);
  }

  /** Stops the registry and starts it again over what it kept. */
  void restart() throws IOException {
    registry.close();
    open();
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
    try (Stream<Path> uploads = Files.list(folder.resolve("content/uploads"))) {
      assertThat(uploads).as("uploads that nobody ended").isEmpty();
    }
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static String blob(String repository, Digest digest) {
    return "/v2/" + repository + "/blobs/" + digest;
  }

  String begin() {
    TestAnswer answer = registry.request("POST", UPLOADS).send();
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Range")).isEqualTo("0-0");
    String location = answer.header("Location");
    assertThat(location).matches("/v2/shop/api/blobs/uploads/[0-9a-f-]{36}");
    assertThat(location).endsWith(answer.header("Docker-Upload-UUID"));
    return location;
  }

  TestRequest chunk(String location, byte[] bytes, int from, int to) {
    return registry
        .request("PATCH", location)
        .with("Content-Range", from + "-" + (to - 1))
        .body(Arrays.copyOfRange(bytes, from, to));
  }

  static void assertCreated(TestAnswer answer, Digest digest) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo(blob("shop/api", digest));
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  void assertRead(Digest digest, byte[] bytes) {
    TestAnswer answer = registry.get(blob("shop/api", digest));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).isEqualTo(bytes);
  }

  Path file(Digest digest) {
    return folder.resolve(
        "content/blobs/"
            + digest.algorithm().prefix()
            + "/"
            + digest.hex().substring(0, 2)
            + "/"
            + digest.hex());
  }
}
