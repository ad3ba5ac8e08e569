package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRequest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobRoutesTest extends BlobsTest {
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

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void whoHasABlobAlreadyIsNotSentItAgain(int length) {
    Digest digest = registry.blob("shop/api", random(length));
    String other = "\"" + Digest.sha256(random(1)) + "\"";
    String tag = "\"" + digest + "\"";
    for (String known :
        List.of(tag, "W/" + tag, other + ", " + tag, "*", " * ", digest.toString())) {
      for (String method : List.of("GET", "HEAD")) {
        TestAnswer answer =
            registry
                .request(method, blob("shop/api", digest))
                .with("If-None-Match", known)
                .with("Range", "bytes=0-1")
                .send();
        assertThat(answer.status()).as(known).isEqualTo(304);
        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo(tag);
        assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(answer.header("Cache-Control")).contains("immutable");
        assertThat(answer.header("Content-Type")).isEmpty();
      }
    }
    assertThat(
            registry
                .request("GET", blob("shop/api", digest))
                .with("If-None-Match", other)
                .with("If-None-Match", tag)
                .send()
                .status())
        .as("a list may be cut into several headers")
        .isEqualTo(304);
    for (String known : List.of(other, "W/" + other, "")) {
      assertThat(
              registry
                  .request("GET", blob("shop/api", digest))
                  .with("If-None-Match", known)
                  .send()
                  .status())
          .as(known)
          .isEqualTo(200);
    }
  }

  @Test
  void aSmallBlobHasNoFileAndALargeOneHasNothingElse() {
    Digest small = registry.blob("shop/api", random(HeldBlob.SMALL));
    Digest large = registry.blob("shop/api", random(HeldBlob.SMALL + 1));
    assertThat(file(small)).doesNotExist();
    assertThat(file(large)).exists();
    assertThat(registry.count("SELECT COUNT(*) FROM small_blob")).isEqualTo(1);
  }
}
