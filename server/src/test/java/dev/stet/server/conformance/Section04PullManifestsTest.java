package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.MediaTypes;
import dev.stet.server.Answer;
import dev.stet.server.RawConnection;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: distribution-spec, "Pulling manifests". */
class Section04PullManifestsTest extends ServedTest {
  @Test
  @Tag("box-4.1")
  void aManifestComesAsItWasPushed() {
    TestImage image = TestImage.of("as pushed");
    server.push("pull/bytes", "v1", image);
    for (String reference : List.of("v1", image.digest().toString())) {
      Answer answer = server.get("/v2/pull/bytes/manifests/" + reference);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(image.manifest());
      assertThat(answer.all("content-type")).containsExactly(MediaTypes.OCI_IMAGE);
      assertThat(answer.header("Docker-Content-Digest")).isEqualTo(image.digest().toString());
      assertThat(answer.header("Content-Length")).isEqualTo("" + image.manifest().length);
    }
  }

  @Test
  @Tag("box-4.1")
  void whatIsMissingIs404AndTheCodeSaysWhetherTheRepositoryIsToo() {
    server.push("pull/missing", "v1", TestImage.of("there"));
    for (String reference : List.of("v2", Digest.sha256(new byte[] {8}).toString())) {
      Answer manifest = server.get("/v2/pull/missing/manifests/" + reference);
      assertThat(manifest.status()).isEqualTo(404);
      assertThat(manifest.code()).isEqualTo("MANIFEST_UNKNOWN");
      Answer repository = server.get("/v2/pull/never-pushed/manifests/" + reference);
      assertThat(repository.status()).isEqualTo(404);
      assertThat(repository.code()).isEqualTo("NAME_UNKNOWN");
    }
  }

  @Test
  @Tag("box-4.1")
  void aManifestIsVisibleOnlyThroughItsRepository() {
    TestImage image = TestImage.of("visible");
    server.push("pull/visible", "v1", image);
    server.push("pull/invisible", "v1", TestImage.of("other"));
    assertThat(server.get("/v2/pull/visible/manifests/" + image.digest()).status()).isEqualTo(200);
    assertThat(server.get("/v2/pull/invisible/manifests/" + image.digest()).status())
        .isEqualTo(404);
  }

  @Test
  @Tag("box-4.2")
  void theAlgorithmIsThatOfTheReferenceOrOfThePush() {
    TestImage image = TestImage.of("two algorithms");
    Digest sha512 = Digest.of(Algorithm.SHA512, image.manifest());
    server.push("pull/digests", image.digest() + "?tag=v256", image);
    server.push("pull/digests", sha512 + "?tag=v512", image);
    assertThat(digestOf("v256")).isEqualTo(image.digest().toString());
    assertThat(digestOf("v512")).isEqualTo(sha512.toString());
    assertThat(digestOf(sha512.toString())).isEqualTo(sha512.toString());
    assertThat(digestOf(image.digest().toString())).isEqualTo(image.digest().toString());
  }

  private String digestOf(String reference) {
    String path = "/v2/pull/digests/manifests/" + reference;
    String digest = server.head(path).header("Docker-Content-Digest");
    assertThat(server.get(path).header("Docker-Content-Digest")).isEqualTo(digest);
    return digest;
  }

  @ParameterizedTest
  @Tag("box-4.3")
  @ValueSource(
      strings = {
        "text/html",
        "*/*",
        MediaTypes.DOCKER_LIST,
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
        "nonsense"
      })
  void acceptChangesNothing(String accept) {
    TestImage image = TestImage.of("accept");
    server.push("pull/accept", "v1", image);
    Answer answer = server.get("/v2/pull/accept/manifests/v1", "Accept", accept);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(image.manifest());
    assertThat(answer.header("Content-Type")).isEqualTo(image.mediaType());
  }

  @Test
  @Tag("box-4.5")
  @Tag("box-12.5")
  void headHasTheHeadersOfGetAndNoBody() {
    TestImage image = TestImage.of("head");
    server.push("pull/head", "v1", image);
    try (RawConnection connection = server.connect()) {
      for (String reference : List.of("v1", "none", image.digest().toString(), "v1")) {
        String path = "/v2/pull/head/manifests/" + reference;
        Answer head = connection.sendHead("HEAD " + path).head();
        assertThat(head.status()).isEqualTo(reference.equals("none") ? 404 : 200);
        Answer get = server.get(path);
        for (String header : List.of("Content-Length", "Content-Type", "ETag")) {
          assertThat(head.find(header)).isEqualTo(get.find(header));
        }
        assertThat(head.find("Docker-Content-Digest")).isEqualTo(get.find("Docker-Content-Digest"));
      }
      assertThat(connection.sendHead("GET /livez").answer().text())
          .as("what follows is no body")
          .isEqualTo("ok\n");
    }
  }
}
