package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.TestRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadRoutesTest extends BlobsTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPushInTwoRequests(boolean bodyInPut) {
    for (Algorithm algorithm : Algorithm.values()) {
      byte[] bytes = random(SMALL);
      Digest digest = Digest.of(algorithm, bytes);
      String location = begin();
      if (!bodyInPut) {
        TestAnswer streamed =
            registry.request("PATCH", location).stream(BlobStoreContract.stream(bytes)).send();
        assertThat(streamed.status()).isEqualTo(202);
        assertThat(streamed.header("Range")).isEqualTo("0-2047");
        assertThat(streamed.header("Location")).isEqualTo(location);
      }
      TestAnswer answer =
          registry
              .request("PUT", location + "?digest=" + digest)
              .body(bodyInPut ? bytes : new byte[0])
              .send();
      assertCreated(answer, digest);
      assertRead(digest, bytes);
    }
  }

  @Test
  void chunksComeInTheirOrder() {
    byte[] bytes = random(300);
    String location = begin();
    TestAnswer first = chunk(location, bytes, 0, 100).send();
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Range")).isEqualTo("0-99");

    for (TestRequest wrong :
        List.of(
            chunk(location, bytes, 0, 100),
            chunk(location, bytes, 50, 150),
            chunk(location, bytes, 200, 300),
            registry
                .request("PUT", location + "?digest=" + Digest.sha256(bytes))
                .with("Content-Range", "200-299")
                .body(Arrays.copyOfRange(bytes, 200, 300)))) {
      TestAnswer refused = wrong.send();
      assertThat(refused.failure()).isEqualTo("416 BLOB_UPLOAD_INVALID");
      assertThat(refused.header("Range")).isEqualTo("0-99");
      assertThat(refused.header("Location")).isEqualTo(location);
      assertThat(refused.message()).contains("the next chunk must start at 100");
    }
    TestAnswer status = registry.get(location);
    assertThat(status.status()).isEqualTo(204);
    assertThat(status.header("Range")).isEqualTo("0-99");
    assertThat(status.header("Location")).isEqualTo(location);

    TestAnswer second = chunk(location, bytes, 100, 200).send();
    assertThat(second.header("Range")).as("the last byte of the blob so far").isEqualTo("0-199");
    TestAnswer last =
        registry
            .request("PUT", location + "?digest=" + Digest.sha256(bytes))
            .with("Content-Range", "200-299")
            .body(Arrays.copyOfRange(bytes, 200, 300))
            .send();
    assertCreated(last, Digest.sha256(bytes));
    assertRead(Digest.sha256(bytes), bytes);
    assertThat(registry.get(location).failure()).isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes 0-99, BLOB_UPLOAD_INVALID",
    "0-, BLOB_UPLOAD_INVALID",
    "-99, BLOB_UPLOAD_INVALID",
    "a-b, BLOB_UPLOAD_INVALID",
    "99-0, BLOB_UPLOAD_INVALID",
    "0-99999999999999999999, BLOB_UPLOAD_INVALID",
    "0-98, SIZE_INVALID",
    "0-100, SIZE_INVALID"
  })
  void aChunkThatIsNotWhatItSaysIsRefused(String range, String code) {
    String location = begin();
    TestAnswer answer =
        registry.request("PATCH", location).with("Content-Range", range).body(random(100)).send();
    assertThat(answer.failure()).isEqualTo("400 " + code);
    assertThat(registry.get(location).header("Range")).isEqualTo("0-0");
    assertThat(registry.request("DELETE", location).send().status()).isEqualTo(204);
  }

  @Test
  void aWrongDigestIsRefusedInEveryStyle() {
    byte[] bytes = random(SMALL);
    String wrong = Digest.sha256(random(1)).toString();
    for (String digest : List.of(wrong, "sha256:bad", "md5:" + "0".repeat(32), "")) {
      assertThat(
              registry.request("POST", UPLOADS + "?digest=" + digest).body(bytes).send().failure())
          .as("in one request")
          .isEqualTo("400 DIGEST_INVALID");
      String location = begin();
      assertThat(
              registry.request("PUT", location + "?digest=" + digest).body(bytes).send().failure())
          .as("in two requests")
          .isEqualTo("400 DIGEST_INVALID");
      boolean ended = digest.equals(wrong);
      assertThat(registry.request("DELETE", location).send().status()).isEqualTo(ended ? 404 : 204);
    }
    String location = begin();
    assertThat(registry.request("PUT", location).body(bytes).send().message())
        .contains("?digest= is missing");
    assertThat(registry.request("DELETE", location).send().status()).isEqualTo(204);
    assertThat(registry.get(blob("shop/api", Digest.sha256(bytes))).status()).isEqualTo(404);
  }

  @Test
  void anUploadThatBreaksOffInOneRequestLeavesNothing() {
    TestAnswer answer =
        registry.request("POST", UPLOADS + "?digest=" + Digest.sha256(random(SMALL))).stream(
                BlobStoreContract.broken(random(1000)))
            .send();
    assertThat(answer.failure()).isEqualTo("503 TOOMANYREQUESTS");
  }

  @Test
  void anUploadThatBreaksOffGoesOnWhereItWas() throws IOException {
    byte[] bytes = random(LARGE);
    String location = begin();
    TestAnswer broken =
        registry.request("PATCH", location).stream(
                BlobStoreContract.broken(Arrays.copyOf(bytes, 60_000)))
            .send();
    assertThat(broken.status()).isEqualTo(503);

    restart();
    assertThat(registry.get(location).header("Range")).isEqualTo("0-59999");
    assertThat(chunk(location, bytes, 60_000, LARGE).send().status()).isEqualTo(202);
    TestAnswer answer =
        registry.request("PUT", location + "?digest=" + Digest.sha256(bytes)).send();
    assertCreated(answer, Digest.sha256(bytes));
    assertRead(Digest.sha256(bytes), bytes);
  }

  @Test
  void anUploadCanBeCancelled() {
    String location = begin();
    assertThat(registry.request("DELETE", location).send().status()).isEqualTo(204);
    for (String method : List.of("GET", "PATCH", "DELETE")) {
      assertThat(registry.request(method, location).send().failure())
          .isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "..", "%2e%2e", "..%2F..%2Fstet.db", "%F0%9F%98%80"})
  void noIdentifierLeadsOutOfTheUploads(String upload) {
    for (String method : List.of("GET", "PATCH", "DELETE", "PUT")) {
      TestAnswer answer =
          registry
              .request(method, UPLOADS + upload + "?digest=" + Digest.sha256(new byte[0]))
              .send();
      assertThat(answer.failure()).isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
    }
    assertThat(folder.resolve("stet.db")).exists();
  }

  @Test
  void bothFormsOfTheUploadsPathBegin() {
    for (String path : List.of("/v2/shop/api/blobs/uploads", "/v2/shop%2Fapi/blobs/uploads/")) {
      TestAnswer answer = registry.request("POST", path).send();
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.header("Location")).startsWith(UPLOADS);
      assertThat(registry.request("DELETE", answer.header("Location")).send().status())
          .isEqualTo(204);
    }
  }

  @Test
  void anUploadIsSeenOnlyThroughItsRepository() throws IOException {
    byte[] bytes = random(SMALL);
    String location = begin();
    assertThat(chunk(location, bytes, 0, 100).send().status()).isEqualTo(202);
    String elsewhere = location.replace("shop/api", "shop/web");
    for (int round = 0; round < 2; round++) {
      for (String method : List.of("GET", "HEAD", "PATCH", "DELETE", "PUT")) {
        TestAnswer answer =
            registry
                .request(method, elsewhere + "?digest=" + Digest.sha256(bytes))
                .body(new byte[1])
                .send();
        assertThat(answer.failure()).as(method).isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
        assertThat(answer.message()).contains("in repository \"shop/web\"");
      }
      assertThat(registry.get(location).header("Range")).isEqualTo("0-99");
      restart();
    }
    assertThat(chunk(location, bytes, 100, SMALL).send().status()).isEqualTo(202);
    assertCreated(
        registry.request("PUT", location + "?digest=" + Digest.sha256(bytes)).send(),
        Digest.sha256(bytes));
    assertThat(registry.get(blob("shop/web", Digest.sha256(bytes))).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"PATCH, 99", "PATCH, 101", "PATCH, 0", "PATCH, 70000", "PUT, 99", "PUT, 101"})
  void aStreamOfAnotherLengthThanItsRangeChangesNothing(String method, int length) {
    byte[] bytes = random(200);
    Digest digest = Digest.sha256(bytes);
    String location = begin();
    assertThat(chunk(location, bytes, 0, 100).send().status()).isEqualTo(202);
    TestAnswer refused =
        registry
            .request(method, location + "?digest=" + digest)
            .with("Content-Range", "100-199")
            .stream(new ByteArrayInputStream(random(length)))
            .send();
    assertThat(refused.failure()).isEqualTo("400 SIZE_INVALID");
    assertThat(refused.message()).contains("says 100 bytes", "still has 100");
    assertThat(registry.get(location).header("Range")).isEqualTo("0-99");
    TestAnswer last =
        registry
            .request("PUT", location + "?digest=" + digest)
            .with("Content-Range", "100-199")
            .stream(new ByteArrayInputStream(Arrays.copyOfRange(bytes, 100, 200)))
            .send();
    assertCreated(last, digest);
    assertRead(digest, bytes);
  }

  @ParameterizedTest
  @EnumSource
  void theAlgorithmMayBeToldAtTheBeginning(Algorithm announced) {
    byte[] bytes = random(LARGE);
    for (Algorithm algorithm : Algorithm.values()) {
      Digest digest = Digest.of(algorithm, bytes);
      String location =
          registry
              .request("POST", UPLOADS + "?digest-algorithm=" + announced.prefix())
              .send()
              .header("Location");
      assertThat(chunk(location, bytes, 0, LARGE).send().status()).isEqualTo(202);
      assertCreated(registry.request("PUT", location + "?digest=" + digest).send(), digest);
      assertRead(digest, bytes);
      assertCreated(
          registry
              .request(
                  "POST", UPLOADS + "?digest=" + digest + "&digest-algorithm=" + announced.prefix())
              .body(bytes)
              .send(),
          digest);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "SHA256", "sha-256", "", "blake3", "sha256:abc"})
  void anAlgorithmThatNobodyCanCheckIsRefusedAtTheBeginning(String algorithm) {
    for (String rest : List.of("", "&digest=" + Digest.sha256(random(1)))) {
      TestAnswer answer =
          registry.request("POST", UPLOADS + "?digest-algorithm=" + algorithm + rest).send();
      assertThat(answer.failure()).isEqualTo("400 DIGEST_INVALID");
      assertThat(answer.message()).contains("wanted sha256 or sha512");
    }
  }

  @Test
  void anUploadThatNobodyGoesOnWithExpires() throws IOException {
    String old = begin();
    String young = begin();
    for (String location : List.of(old, young)) {
      assertThat(chunk(location, random(100), 0, 100).send().status()).isEqualTo(202);
    }
    lastByteAt(old, TestRegistry.NOW.minus(Duration.ofHours(24)).minusMillis(1));
    lastByteAt(young, TestRegistry.NOW.minus(Duration.ofHours(24)));

    registry.tick();

    assertThat(registry.get(old).failure()).isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
    assertThat(registry.get(young).header("Range")).isEqualTo("0-99");
    assertThat(registry.request("DELETE", young).send().status()).isEqualTo(204);
  }

  private void lastByteAt(String location, Instant then) throws IOException {
    String uuid = location.substring(UPLOADS.length());
    try (Stream<Path> uploads = Files.list(folder.resolve("content/uploads"))) {
      Path file = uploads.filter(it -> it.toString().contains(uuid)).findFirst().orElseThrow();
      Files.setLastModifiedTime(file, FileTime.from(then));
    }
  }
}
