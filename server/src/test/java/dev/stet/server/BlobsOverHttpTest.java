package dev.stet.server;

import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: distribution-spec, "Pulling blobs"; RFC 9110, section 14. */
class BlobsOverHttpTest extends ServedTest {
  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  @Test
  void v2SaysThatThisIsARegistry() {
    Answer answer = server.get("/v2/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().isObject()).isTrue();
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Docker-Distribution-API-Version")).isEqualTo("registry/2.0");
    assertThat(answer.find("WWW-Authenticate")).isEmpty();
  }

  @Test
  void v2IgnoresCredentials() {
    assertThat(server.get("/v2/", "Authorization", "Basic d2hvOndoYXQ=").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, 32 * 1024, 32 * 1024 + 1, 3 * 1024 * 1024})
  void aBlobComesBackAsItWasPushed(int size) {
    byte[] content = content(size);
    String path = "/v2/blobs/back/blobs/" + server.pushBlob("blobs/back", content);

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
  @ValueSource(ints = {4096, 100_000})
  void headSaysWhatGetWouldAndSendsNoBody(int size) {
    String path = "/v2/blobs/head/blobs/" + server.pushBlob("blobs/head", content(size));
    Answer get = server.get(path);
    try (RawConnection connection = server.connect()) {
      Answer head = connection.sendHead("HEAD " + path).head();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers()).containsAllEntriesOf(get.headers());
      assertThat(connection.sendHead("GET /livez").answer().text())
          .as("no body lies between the answers")
          .isEqualTo("ok\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=10-19, 10, 19",
    "bytes=10-, 10, -1",
    "bytes=-5, -5, -1",
    "bytes=0-999999999, 0, -1",
    "bytes=-999999999, 0, -1"
  })
  void aRangeIsServedFromMemoryAndFromAFile(String range, int first, int last) {
    for (int size : new int[] {1000, 100_000}) {
      byte[] content = content(size);
      String path = "/v2/blobs/range/blobs/" + server.pushBlob("blobs/range", content);
      int from = first < 0 ? size + first : first;
      int to = last < 0 ? size - 1 : last;

      Answer answer = server.get(path, "Range", range);

      assertThat(answer.status()).isEqualTo(206);
      assertThat(answer.header("Content-Range")).isEqualTo("bytes " + from + "-" + to + "/" + size);
      assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(to - from + 1));
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, from, to + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=1000-", "bytes=1000-2000", "bytes=5-4", "bytes=-0"})
  void aRangeOutsideIs416WithTheLength(String range) {
    String path = "/v2/blobs/range/blobs/" + server.pushBlob("blobs/range", content(1000));
    Answer answer = server.get(path, "Range", range);
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */1000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=0-1,5-6", "lines=1-2", "bytes=x-y", "bytes=-", "bytes", "bytes=--1"})
  void aRangeThatCannotBeReadIsIgnored(String range) {
    byte[] content = content(1000);
    String path = "/v2/blobs/range/blobs/" + server.pushBlob("blobs/range", content);
    Answer answer = server.get(path, "Range", range);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
  }

  @Test
  void aMissingBlobIs404() {
    Answer answer = server.get("/v2/blobs/none/blobs/" + Digest.sha256(bytes("nothing")));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("BLOB_UNKNOWN");
  }

  @Test
  void aBlobIsVisibleOnlyThroughARepositoryThatItWasPushedOrMountedTo() {
    Digest digest = server.pushBlob("blobs/mine", bytes("seen by one"));
    String theirs = "/v2/blobs/theirs/blobs/" + digest;
    assertThat(server.get("/v2/blobs/mine/blobs/" + digest).status()).isEqualTo(200);
    assertThat(server.get(theirs).status()).isEqualTo(404);
    assertThat(server.head(theirs).status()).isEqualTo(404);

    mount("blobs/theirs", digest, "blobs/mine");

    assertThat(server.get(theirs).status()).as("a 404 is never remembered").isEqualTo(200);
  }

  private Answer mount(String to, Digest digest, String from) {
    return server.post(
        "/v2/" + to + "/blobs/uploads/?mount=" + digest + "&from=" + from, new byte[0]);
  }

  @Test
  void aMountAnswersWithTheBlobInItsNewPlace() {
    Digest digest = server.pushBlob("blobs/source", bytes("mounted"));
    Answer answer = mount("blobs/target", digest, "blobs%2Fsource");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/v2/blobs/target/blobs/" + digest);
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(server.get(answer.header("Location")).text()).isEqualTo("mounted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&from=blobs/elsewhere", // a repository that has other things
        "&from=blobs/never-heard-of",
        "&from=NOT/A/NAME",
        "&from=",
        "" // from whom it is not said
      })
  void aMountThatCannotBeDoneBeginsAnUpload(String from) {
    server.pushBlob("blobs/elsewhere", bytes("something else"));
    Digest digest = server.pushBlob("blobs/source", bytes("not mounted"));
    Answer answer =
        server.post("/v2/blobs/target/blobs/uploads/?mount=" + digest + from, new byte[0]);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(server.get(answer.header("Location")).status()).isEqualTo(204);
    assertThat(server.get("/v2/blobs/target/blobs/" + digest).status()).isEqualTo(404);
  }
}
