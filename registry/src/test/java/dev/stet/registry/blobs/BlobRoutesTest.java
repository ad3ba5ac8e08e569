package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Action;
import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.TestRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobRoutesTest {
  private static final int SMALL = 2048;
  private static final int LARGE = 100_000;
  private static final String UPLOADS = "/v2/shop/api/blobs/uploads/";

  private final Path folder;
  private TestRegistry registry;

  BlobRoutesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.open(folder);
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
    try (Stream<Path> uploads = Files.list(folder.resolve("content/uploads"))) {
      assertThat(uploads).as("uploads that nobody ended").isEmpty();
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String blob(String repository, Digest digest) {
    return "/v2/" + repository + "/blobs/" + digest;
  }

  private String begin() {
    TestAnswer answer = registry.request("POST", UPLOADS).send();
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Range")).isEqualTo("0-0");
    String location = answer.header("Location");
    assertThat(location).matches("/v2/shop/api/blobs/uploads/[0-9a-f-]{36}");
    assertThat(location).endsWith(answer.header("Docker-Upload-UUID"));
    return location;
  }

  private TestRequest chunk(String location, byte[] bytes, int from, int to) {
    return registry
        .request("PATCH", location)
        .with("Content-Range", from + "-" + (to - 1))
        .body(Arrays.copyOfRange(bytes, from, to));
  }

  private static void assertCreated(TestAnswer answer, Digest digest) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo(blob("shop/api", digest));
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  private void assertRead(Digest digest, byte[] bytes) {
    TestAnswer answer = registry.get(blob("shop/api", digest));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, SMALL, 32 * 1024, 32 * 1024 + 1, LARGE})
  void aBlobIsReadAsItWasPushed(int length) {
    byte[] bytes = random(length);
    Digest digest = registry.blob("shop/api", bytes);
    for (boolean fromMemory : new boolean[] {false, true}) {
      TestAnswer answer = registry.get(blob("shop/api", digest));
      assertThat(answer.fromMemory()).isEqualTo(fromMemory && length <= HeldBlob.SMALL);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.bytes()).isEqualTo(bytes);
      assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
      assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
      assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
      assertThat(answer.header("ETag")).isEqualTo("\"" + digest + "\"");
      TestAnswer head = registry.head(blob("shop/api", digest));
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.reply().body().length()).isEqualTo(length);
      assertThat(head.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    }
  }

  @Test
  void aBlobThatIsNotThereIs404() {
    String path = blob("shop/api", Digest.sha256(random(5)));
    for (String method : List.of("GET", "HEAD")) {
      TestAnswer answer = registry.request(method, path).send();
      assertThat(answer.failure()).isEqualTo("404 BLOB_UNKNOWN");
      assertThat(answer.message()).contains("does not hold blob").contains("push or mount it");
    }
    assertThat(registry.get("/v2/shop/api/blobs/sha256:bad").failure())
        .isEqualTo("400 DIGEST_INVALID");
  }

  @Test
  void aBlobIsSeenOnlyThroughItsRepository() {
    Digest digest = registry.blob("shop/api", random(SMALL));
    assertThat(registry.get(blob("shop/api", digest)).status()).isEqualTo(200);
    assertThat(registry.get(blob("shop/web", digest)).failure()).isEqualTo("404 BLOB_UNKNOWN");
    assertThat(registry.get(blob("shop", digest)).failure()).isEqualTo("404 BLOB_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aRangeIsExact(int length) {
    byte[] bytes = random(length);
    Digest digest = registry.blob("shop/api", bytes);
    assertRange(digest, bytes, "bytes=500-1499", 500, 1500);
    assertRange(digest, bytes, "bytes=500-", 500, length);
    assertRange(digest, bytes, "bytes=-500", length - 500, length);
    assertRange(digest, bytes, "bytes=2000-5000", 2000, Math.min(5001, length));
  }

  private void assertRange(Digest digest, byte[] bytes, String range, int from, int to) {
    TestAnswer answer =
        registry.request("GET", blob("shop/api", digest)).with("Range", range).send();
    assertThat(answer.status()).as(range).isEqualTo(206);
    assertThat(answer.bytes()).isEqualTo(Arrays.copyOfRange(bytes, from, to));
    assertThat(answer.header("Content-Range"))
        .isEqualTo("bytes " + from + "-" + (to - 1) + "/" + bytes.length);
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  @Test
  void aRangeThatCannotBeIs416AndOneThatIsNotMeantIsIgnored() {
    Digest digest = registry.blob("shop/api", random(SMALL));
    String path = blob("shop/api", digest);
    for (String range : List.of("bytes=500-0", "bytes=5000-10000")) {
      TestAnswer answer = registry.request("GET", path).with("Range", range).send();
      assertThat(answer.status()).as(range).isEqualTo(416);
      assertThat(answer.header("Content-Range")).isEqualTo("bytes */2048");
    }
    TestRequest head = registry.request("HEAD", path).with("Range", "bytes=0-1");
    assertThat(head.send().status()).as("ranges are for GET").isEqualTo(200);
    TestRequest outdated =
        registry.request("GET", path).with("Range", "bytes=0-1").with("If-Range", "\"other\"");
    assertThat(outdated.send().status()).isEqualTo(200);
    TestRequest same =
        registry
            .request("GET", path)
            .with("Range", "bytes=0-1")
            .with("If-Range", "\"" + digest + "\"");
    assertThat(same.send().status()).isEqualTo(206);
  }

  @Test
  void aLargeBlobThatWasCutShortIs404UntilItIsPushedAgain() throws IOException {
    byte[] bytes = random(LARGE);
    Digest digest = registry.blob("shop/api", bytes);
    assertRead(digest, bytes);
    Files.write(file(digest), Arrays.copyOf(bytes, LARGE - 1));
    assertThat(registry.get(blob("shop/api", digest)).failure()).isEqualTo("404 BLOB_UNKNOWN");
    assertThat(registry.head(blob("shop/api", digest)).status()).isEqualTo(404);
    assertThat(registry.blob("shop/api", bytes)).isEqualTo(digest);
    assertRead(digest, bytes);
  }

  @Test
  void aSmallBlobWithAFlippedBitIs404UntilItIsPushedAgain() {
    byte[] bytes = random(SMALL);
    Digest digest = registry.blob("shop/api", bytes);
    byte[] flipped = bytes.clone();
    flipped[7] ^= 1;
    registry.damage("UPDATE small_blob SET bytes = ?", flipped);
    assertThat(registry.get(blob("shop/api", digest)).failure()).isEqualTo("404 BLOB_UNKNOWN");
    assertThat(registry.blob("shop/api", bytes)).isEqualTo(digest);
    assertRead(digest, bytes);
  }

  @Test
  void aSmallBlobHasNoFileAndALargeOneHasNothingElse() {
    Digest small = registry.blob("shop/api", random(HeldBlob.SMALL));
    Digest large = registry.blob("shop/api", random(HeldBlob.SMALL + 1));
    assertThat(file(small)).doesNotExist();
    assertThat(file(large)).exists();
    assertThat(registry.count("SELECT COUNT(*) FROM small_blob")).isEqualTo(1);
  }

  private Path file(Digest digest) {
    return folder.resolve(
        "content/blobs/sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex());
  }

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

    registry.close();
    registry = TestRegistry.open(folder);
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
  void aMountShowsABlobThroughAnotherRepository() {
    byte[] bytes = random(SMALL);
    Digest digest = registry.blob("shop/web", bytes);
    TestAnswer mounted =
        registry.request("POST", UPLOADS + "?mount=" + digest + "&from=shop/web").send();
    assertCreated(mounted, digest);
    assertRead(digest, bytes);
    assertThat(registry.count("SELECT COUNT(*) FROM blob")).isEqualTo(1);
  }

  @Test
  void aMountThatCannotBeBecomesAnUpload() {
    Digest digest = registry.blob("shop/web", random(SMALL));
    Digest other = Digest.sha256(random(1));
    for (String query :
        List.of(
            "mount=" + other + "&from=shop/web",
            "mount=" + digest + "&from=shop/none",
            "mount=" + digest + "&from=NOT/VALID",
            "mount=" + digest + "&from=",
            "mount=" + digest)) {
      TestAnswer answer = registry.request("POST", UPLOADS + "?" + query).send();
      assertThat(answer.status()).as(query).isEqualTo(202);
      assertThat(registry.request("DELETE", answer.header("Location")).send().status())
          .isEqualTo(204);
    }
    assertThat(registry.get(blob("shop/api", digest)).status()).isEqualTo(404);
  }

  @Test
  void aMountNeedsTheRightToReadItsSource() throws IOException {
    Digest digest = registry.blob("secret", random(SMALL));
    registry.close();
    Optional<RepositoryName> secret = Optional.of(RepositoryName.parse("secret"));
    registry =
        TestRegistry.open(
            folder,
            (_, action, repository) ->
                action == Action.PULL && repository.equals(secret)
                    ? Optional.of("not yours")
                    : Optional.empty());
    TestAnswer answer =
        registry.request("POST", UPLOADS + "?mount=" + digest + "&from=secret").send();
    assertThat(answer.status()).isEqualTo(202);
    assertThat(registry.request("DELETE", answer.header("Location")).send().status())
        .isEqualTo(204);
    assertThat(registry.get(blob("shop/api", digest)).status()).isEqualTo(404);
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
}
