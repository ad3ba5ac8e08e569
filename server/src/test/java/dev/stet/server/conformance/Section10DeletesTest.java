package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.server.Answer;
import dev.stet.server.RunningServer;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Source: distribution-spec, "Content Management". */
class Section10DeletesTest extends ServedTest {
  private static String manifest(String repository, Object reference) {
    return "/v2/" + repository + "/manifests/" + reference;
  }

  private List<String> tags(String repository) {
    return server
        .get("/v2/" + repository + "/tags/list")
        .json()
        .path("tags")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  @Test
  @Tag("box-10.1")
  void aDeletedTagIsGoneAndItsImageStays() {
    TestImage image = TestImage.of("loses a tag");
    server.push("rm/tag", "v1", image);
    server.push("rm/tag", "v2", image);
    assertThat(server.get(manifest("rm/tag", "v1")).status()).isEqualTo(200);

    Answer deleted = server.delete(manifest("rm/tag", "v1"));
    assertThat(deleted.status()).isEqualTo(202);
    assertThat(deleted.body()).isEmpty();

    assertThat(server.get(manifest("rm/tag", "v1")).code()).isEqualTo("MANIFEST_UNKNOWN");
    assertThat(server.head(manifest("rm/tag", "v1")).status()).isEqualTo(404);
    assertThat(tags("rm/tag")).containsExactly("v2");
    assertThat(server.get(manifest("rm/tag", image.digest())).body()).isEqualTo(image.manifest());
  }

  @ParameterizedTest
  @Tag("box-10.1")
  @ValueSource(strings = {"never", "v1", ".impossible"})
  void aTagThatIsNotThereIsUnknown(String tag) {
    server.push("rm/unknown", "v1", TestImage.of("twice"));
    server.delete(manifest("rm/unknown", "v1"));
    Answer answer = server.delete(manifest("rm/unknown", tag));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("MANIFEST_UNKNOWN");
  }

  @Test
  @Tag("box-10.1")
  @Tag("box-10.2")
  @Tag("box-10.3")
  void inAnUnknownRepositoryNothingIsDeleted() {
    Digest digest = Digest.sha256(new byte[] {9});
    for (String path : List.of("/manifests/v1", "/manifests/" + digest, "/blobs/" + digest)) {
      Answer answer = server.delete("/v2/rm/never-pushed" + path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("NAME_UNKNOWN");
    }
  }

  @Test
  @Tag("box-10.2")
  void aDeletedManifestIsGoneWithAllItsTags() {
    TestImage image = TestImage.of("goes");
    TestImage other = TestImage.of("stays");
    server.push("rm/manifest", image.digest() + "?tag=v1&tag=v2", image);
    server.push("rm/manifest", "v3", other);
    for (String tag : List.of("v1", "v2", image.digest().toString())) {
      assertThat(server.get(manifest("rm/manifest", tag)).status()).isEqualTo(200);
    }

    assertThat(server.delete(manifest("rm/manifest", image.digest())).status()).isEqualTo(202);

    for (String reference : List.of(image.digest().toString(), "v1", "v2")) {
      assertThat(server.get(manifest("rm/manifest", reference)).status()).isEqualTo(404);
      assertThat(server.head(manifest("rm/manifest", reference)).status()).isEqualTo(404);
    }
    assertThat(tags("rm/manifest")).containsExactly("v3");
    assertThat(server.delete(manifest("rm/manifest", image.digest())).code())
        .isEqualTo("MANIFEST_UNKNOWN");
  }

  @Test
  @Tag("box-10.2")
  void aManifestIsDeletedInItsRepositoryAlone() {
    TestImage image = TestImage.of("in two repositories");
    server.push("rm/here", "v1", image);
    server.push("rm/there", "v1", image);
    assertThat(server.delete(manifest("rm/here", image.digest())).status()).isEqualTo(202);
    assertThat(server.get(manifest("rm/there", "v1")).body()).isEqualTo(image.manifest());
  }

  @Test
  @Tag("box-10.3")
  void aDeletedBlobIsGone() {
    for (Algorithm algorithm : Algorithm.values()) {
      byte[] blob = TestImage.bytes("goes, by " + algorithm);
      Digest digest = Digest.of(algorithm, blob);
      String path = "/v2/rm/blob/blobs/" + digest;
      server.post("/v2/rm/blob/blobs/uploads/?digest=" + digest, blob);
      assertThat(server.get(path).status()).isEqualTo(200);

      assertThat(server.delete(path).status()).isEqualTo(202);
      assertThat(server.get(path).code()).isEqualTo("BLOB_UNKNOWN");
      assertThat(server.head(path).status()).isEqualTo(404);
      assertThat(server.delete(path).code()).isEqualTo("BLOB_UNKNOWN");

      server.post("/v2/rm/blob/blobs/uploads/?digest=" + digest, blob);
      assertThat(server.get(path).body()).as("pushed again").isEqualTo(blob);
    }
  }

  @Test
  @Tag("box-10.4")
  @Tag("box-12.5")
  void whatNobodyMayDeleteIs405WithAllow() {
    for (String path : List.of("/v2/", "/v2/_catalog", "/v2/rm/any/tags/list")) {
      Answer answer = server.delete(path);
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.code()).isEqualTo("UNSUPPORTED");
      assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    }
  }

  @Test
  @Tag("box-10.4")
  @Tag("box-10.5")
  void whatAnotherManifestNeedsIs405WithTheReason() {
    TestImage child = TestImage.of("needed");
    TestImage index = TestImage.index(child);
    server.push("rm/needed", child.digest().toString(), child);
    server.push("rm/needed", "v1", index);

    Answer manifest = server.delete(manifest("rm/needed", child.digest()));
    assertNeeded(manifest, index.digest());
    assertThat(manifest.header("Allow")).isEqualTo("GET, HEAD, PUT");
    Answer blob = server.delete("/v2/rm/needed/blobs/" + Digest.sha256(child.blobs().getFirst()));
    assertNeeded(blob, child.digest());
    assertThat(blob.header("Allow")).isEqualTo("GET, HEAD");
    assertThat(server.get(manifest("rm/needed", child.digest())).status()).isEqualTo(200);

    assertThat(server.delete(manifest("rm/needed", index.digest())).status()).isEqualTo(202);
    assertThat(server.delete(manifest("rm/needed", child.digest())).status()).isEqualTo(202);
  }

  @Test
  @Tag("box-10.5")
  void whatIsPinnedIs405WithTheReasonByTagAndByDigest() {
    TestImage image = TestImage.of("pinned");
    server.push("rm/pinned", "v1", image);
    Answer pinned =
        server.post(
            "/api/v1/repositories/rm%2Fpinned/pins",
            TestImage.bytes("{\"reference\":\"v1\"}"),
            "Authorization",
            "Bearer " + RunningServer.TOKEN,
            "Content-Type",
            "application/json");
    assertThat(pinned.status()).as(pinned.toString()).isEqualTo(201);

    for (Object reference : List.of("v1", image.digest())) {
      Answer answer = server.delete(manifest("rm/pinned", reference));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(405);
      assertThat(answer.code()).isEqualTo("UNSUPPORTED");
      assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, PUT");
      assertThat(answer.message()).contains("is pinned").doesNotContain("\n");
    }
    assertThat(server.get(manifest("rm/pinned", "v1")).body()).isEqualTo(image.manifest());
  }

  private static void assertNeeded(Answer answer, Digest by) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo("UNSUPPORTED");
    assertThat(answer.message()).contains(by.toString()).doesNotContain("\n");
    assertThat(answer.error().path("detail").path("reason").asString()).isEqualTo("NEEDED");
  }
}
