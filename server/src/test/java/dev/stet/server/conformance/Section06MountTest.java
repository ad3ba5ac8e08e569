package dev.stet.server.conformance;

import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.server.Answer;
import dev.stet.server.ServedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: distribution-spec, "Mounting a blob from another repository". */
class Section06MountTest extends ServedTest {
  private Answer mount(String to, String query) {
    return server.post("/v2/" + to + "/blobs/uploads/?" + query, new byte[0]);
  }

  private void assertMounted(Answer answer, String to, Digest digest, String content) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/v2/" + to + "/blobs/" + digest);
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(server.get(answer.header("Location")).text()).isEqualTo(content);
  }

  @ParameterizedTest
  @Tag("box-6.1")
  @ValueSource(strings = {"mount/source", "mount%2Fsource"})
  void aBlobIsMountedFromAnotherRepository(String from) {
    Digest digest = server.pushBlob("mount/source", bytes("mounted"));
    Answer answer = mount("mount/target", "mount=" + digest + "&from=" + from);
    assertMounted(answer, "mount/target", digest, "mounted");
  }

  @Test
  @Tag("box-6.1")
  void aLargeBlobIsMountedToo() {
    String content = "large".repeat(20_000);
    Digest digest = server.pushBlob("mount/source", bytes(content));
    Answer answer = mount("mount/large", "mount=" + digest + "&from=mount/source");
    assertMounted(answer, "mount/large", digest, content);
  }

  @ParameterizedTest
  @Tag("box-6.2")
  @ValueSource(
      strings = {
        "&from=mount/elsewhere", // a repository that has other things
        "&from=mount/never-heard-of",
        "&from=NOT/A/NAME",
        "&from=..%2F..",
        "&from="
      })
  void whatIsNotThereBeginsAnUpload(String from) {
    server.pushBlob("mount/elsewhere", bytes("something else"));
    Digest digest = server.pushBlob("mount/source", bytes("not mounted"));
    assertBegins(mount("mount/none", "mount=" + digest + from));
    assertThat(server.get("/v2/mount/none/blobs/" + digest).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @Tag("box-6.2")
  @ValueSource(
      strings = {"", "sha256:bad", "nonsense", "blake3:", "md5:d41d8cd98f00b204e9800998ecf8427e"})
  void whatCannotBeADigestBeginsAnUpload(String digest) {
    server.pushBlob("mount/source", bytes("mounted"));
    assertBegins(mount("mount/none", "from=mount/source&mount=" + digest));
    assertBegins(mount("mount/none", "mount=" + digest));
  }

  @Test
  @Tag("box-6.2")
  @Tag("box-6.3")
  void whatNobodyHasBeginsAnUpload() {
    Digest digest = Digest.sha256(bytes("in no repository"));
    assertBegins(mount("mount/none", "from=mount/source&mount=" + digest));
    assertBegins(mount("mount/none", "mount=" + digest));
  }

  /** The client goes on as if it had not asked for a mount. */
  private void assertBegins(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    String upload = answer.header("Location");
    assertThat(server.get(upload).status()).isEqualTo(204);
    byte[] content = bytes("pushed instead");
    Answer pushed = server.put(upload + "?digest=" + Digest.sha256(content), content);
    assertThat(pushed.status()).isEqualTo(201);
  }

  @Test
  @Tag("box-6.3")
  void aMountNeedNotSayFromWhere() {
    Digest digest = server.pushBlob("mount/somewhere", bytes("found"));
    assertMounted(mount("mount/anywhere", "mount=" + digest), "mount/anywhere", digest, "found");
  }

  @Test
  @Tag("box-6.1")
  @Tag("box-6.3")
  void whatIsThereAlreadyIsMountedAgain() {
    Digest digest = server.pushBlob("mount/twice", bytes("twice"));
    for (String query : new String[] {"&from=mount/twice", "", "&from=mount/twice"}) {
      assertMounted(
          mount("mount/twice", "mount=" + digest + query), "mount/twice", digest, "twice");
    }
  }
}
