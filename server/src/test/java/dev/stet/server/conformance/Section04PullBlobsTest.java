package dev.stet.server.conformance;

import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.server.Answer;
import dev.stet.server.RawConnection;
import dev.stet.server.ServedTest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: distribution-spec, "Pulling blobs"; RFC 9110, sections 13 and 14. */
class Section04PullBlobsTest extends ServedTest {
  private static final int IN_MEMORY = 4096;
  private static final int IN_A_FILE = 100_000;

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private String push(String repository, byte[] content) {
    return "/v2/" + repository + "/blobs/" + server.pushBlob(repository, content);
  }

  @ParameterizedTest
  @Tag("box-4.4")
  @ValueSource(ints = {0, 1, IN_MEMORY, 32 * 1024, 32 * 1024 + 1, 3 * 1024 * 1024})
  void aBlobComesAsItWasPushedWithItsDigest(int size) {
    byte[] content = content(size);
    String path = push("blobs/back", content);

    for (String round : new String[] {"from the store", "from memory"}) {
      Answer get = server.get(path);
      assertThat(get.status()).as(round).isEqualTo(200);
      assertThat(get.body()).as(round).isEqualTo(content);
      assertThat(get.header("Docker-Content-Digest")).isEqualTo(Digest.sha256(content).toString());
      assertThat(get.header("Content-Length")).isEqualTo(Integer.toString(size));
      assertThat(get.header("Accept-Ranges")).isEqualTo("bytes");
      assertThat(get.header("Content-Type")).isEqualTo("application/octet-stream");
    }
  }

  @ParameterizedTest
  @Tag("box-4.4")
  @EnumSource
  void theDigestIsTheOneThatTheBlobIsAskedForBy(Algorithm algorithm) {
    byte[] content = content(IN_A_FILE + 7);
    Digest digest = Digest.of(algorithm, content);
    String path = "/v2/blobs/named/blobs/" + digest;
    assertThat(server.post("/v2/blobs/named/blobs/uploads/?digest=" + digest, content).status())
        .isEqualTo(201);
    for (Answer answer : List.of(server.get(path), server.head(path))) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    }
  }

  @Test
  @Tag("box-4.4")
  void aMissingBlobIs404() {
    server.pushBlob("blobs/some", bytes("something else"));
    for (String repository : List.of("blobs/none", "blobs/some")) {
      String path = "/v2/" + repository + "/blobs/" + Digest.sha256(bytes("nothing"));
      Answer answer = server.get(path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("BLOB_UNKNOWN");
    }
  }

  @Test
  @Tag("box-4.4")
  void aBlobIsVisibleOnlyThroughARepositoryThatItWasPushedOrMountedTo() {
    Digest digest = server.pushBlob("blobs/mine", bytes("seen by one"));
    String theirs = "/v2/blobs/theirs/blobs/" + digest;
    assertThat(server.get("/v2/blobs/mine/blobs/" + digest).status()).isEqualTo(200);
    assertThat(server.get(theirs).status()).isEqualTo(404);
    assertThat(server.head(theirs).status()).isEqualTo(404);

    server.post("/v2/blobs/theirs/blobs/uploads/?from=blobs/mine&mount=" + digest, new byte[0]);

    assertThat(server.get(theirs).status()).as("a 404 is never remembered").isEqualTo(200);
  }

  @ParameterizedTest
  @Tag("box-4.4")
  @ValueSource(strings = {"sha256:bad", "md5:d41d8cd98f00b204e9800998ecf8427e", "x", "sha256:"})
  void aDigestThatCannotBeIs400(String digest) {
    Answer answer = server.get("/v2/blobs/back/blobs/" + digest);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("DIGEST_INVALID");
  }

  @ParameterizedTest
  @Tag("box-4.5")
  @ValueSource(ints = {0, IN_MEMORY, IN_A_FILE})
  void headHasTheHeadersOfGetAndNoBody(int size) {
    String path = push("blobs/head", content(size));
    Answer get = server.get(path);
    try (RawConnection connection = server.connect()) {
      Answer head = connection.sendHead("HEAD " + path).head();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers()).containsAllEntriesOf(get.headers());
      assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(size));
      assertNothingLiesBetween(connection);
    }
  }

  @Test
  @Tag("box-4.5")
  void headOfAMissingBlobIs404WithoutABody() {
    try (RawConnection connection = server.connect()) {
      String path = "/v2/blobs/head/blobs/" + Digest.sha256(bytes("missing"));
      assertThat(connection.sendHead("HEAD " + path).head().status()).isEqualTo(404);
      assertNothingLiesBetween(connection);
    }
  }

  private static void assertNothingLiesBetween(RawConnection connection) {
    assertThat(connection.sendHead("GET /livez").answer().text())
        .as("no body lies between the answers")
        .isEqualTo("ok\n");
  }

  @ParameterizedTest
  @Tag("box-4.6")
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=10-19, 10, 19",
    "bytes=10-, 10, -1",
    "bytes=-5, -5, -1",
    "bytes=500-1499, 500, 1499",
    "bytes=0-999999999, 0, -1",
    "bytes=-999999999, 0, -1"
  })
  void aRangeIsServedFromMemoryAndFromAFile(String range, int first, int last) {
    for (int size : new int[] {2048, IN_A_FILE}) {
      byte[] content = content(size);
      String path = push("blobs/range", content);
      int from = first < 0 ? size + first : first;
      int to = last < 0 ? size - 1 : last;

      Answer answer = server.get(path, "Range", range);

      assertThat(answer.status()).isEqualTo(206);
      assertThat(answer.header("Content-Range")).isEqualTo("bytes " + from + "-" + to + "/" + size);
      assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(to - from + 1));
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, from, to + 1));
      assertThat(answer.header("Docker-Content-Digest"))
          .isEqualTo(Digest.sha256(content).toString());
    }
  }

  @ParameterizedTest
  @Tag("box-4.6")
  @ValueSource(
      strings = {"bytes=2048-", "bytes=5000-10000", "bytes=500-0", "bytes=5-4", "bytes=-0"})
  void aRangeOutsideOrBackwardsIs416WithTheLength(String range) {
    Answer answer = server.get(push("blobs/range", content(2048)), "Range", range);
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */2048");
  }

  @ParameterizedTest
  @Tag("box-4.6")
  @ValueSource(
      strings = {"bytes=0-1,5-6", "lines=1-2", "bytes=x-y", "bytes=-", "bytes", "bytes=--1"})
  void aRangeThatCannotBeReadIsIgnored(String range) {
    byte[] content = content(1000);
    Answer answer = server.get(push("blobs/range", content), "Range", range);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
  }

  @ParameterizedTest
  @Tag("box-4.6")
  @ValueSource(ints = {2048, IN_A_FILE})
  void aRangeOfAnotherContentIsNotWanted(int size) {
    byte[] content = content(size);
    String path = push("blobs/range", content);
    String tag = server.head(path).header("ETag");
    assertThat(server.get(path, "Range", "bytes=1-2", "If-Range", tag).status()).isEqualTo(206);
    assertThat(server.get(path, "Range", "bytes=1-2", "If-Range", "\"x\"").body())
        .isEqualTo(content);
    assertThat(server.head(path, "Range", "bytes=1-2").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @Tag("box-4.6")
  @ValueSource(ints = {IN_MEMORY, IN_A_FILE})
  void whoKnowsTheBlobGets304(int size) {
    String path = push("blobs/known", content(size));
    Answer whole = server.get(path);
    String tag = whole.header("ETag");
    for (String known : List.of(tag, "\"x\", W/" + tag, "*")) {
      try (RawConnection connection = server.connect()) {
        Answer answer = connection.sendHead("GET " + path, "If-None-Match: " + known).head();
        assertThat(answer.status()).as(known).isEqualTo(304);
        assertThat(answer.header("ETag")).isEqualTo(tag);
        assertThat(answer.find("Content-Length")).isEmpty();
        assertNothingLiesBetween(connection);
      }
    }
    assertThat(server.get(path, "If-None-Match", "\"x\"").body()).isEqualTo(whole.body());
  }

  /** Nothing that a client would have to follow, or could lose its credentials by. */
  @ParameterizedTest
  @Tag("box-4.7")
  @ValueSource(ints = {IN_MEMORY, IN_A_FILE})
  void aBlobIsSentFromHere(int size) {
    Answer answer = server.get(push("blobs/here", content(size)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.find("Location")).isEmpty();
  }
}
