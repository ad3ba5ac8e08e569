package dev.stet.registry.deletes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.NamesTest;
import dev.stet.registry.TestAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeleteRoutesTest extends NamesTest {
  private TestAnswer delete(Object reference) {
    return registry.request("DELETE", "/v2/shop/api/manifests/" + reference).send();
  }

  @Test
  void aDeletedTagIsGoneAndItsNameBurnt() {
    Digest digest = registry.image(SHOP, "1.0", manifest("a"));
    assertThat(pull("1.0").status()).isEqualTo(200);
    assertThat(pull("1.0").fromMemory()).isTrue();
    assertThat(delete("1.0").status()).isEqualTo(202);
    assertThat(pull("1.0").failure()).as("also from memory").isEqualTo("404 MANIFEST_UNKNOWN");
    assertThat(pull(digest).status()).as("what it named stays").isEqualTo(200);
    assertThat(registry.get("/v2/shop/api/tags/list").text()).contains("\"tags\":[]");
    assertThat(delete("1.0").failure()).isEqualTo("404 MANIFEST_UNKNOWN");

    TestAnswer other = registry.put(SHOP, "1.0", manifest("b"));
    assertThat(other.failure()).isEqualTo("409 DENIED");
    assertThat(other.message())
        .contains("already exists")
        .contains("cannot be overwritten because the repository is immutable")
        .contains("deleted 2026-11-20: owner")
        .contains("burnt");
    assertThat(other.error().path("detail").path("reason").stringValue()).isEqualTo("TAG_BURNT");
    assertThat(other.error().path("detail").path("current").stringValue())
        .isEqualTo(digest.toString());
    assertThat(pull(Digest.sha256(manifest("b"))).status()).as("nothing of it").isEqualTo(404);
  }

  @Test
  void theSameImageTakesTheTombstoneBack() {
    Digest digest = registry.image(SHOP, "1.0", manifest("a"));
    assertThat(delete("1.0").status()).isEqualTo(202);
    registry.image(SHOP, "1.0", manifest("a"));
    assertThat(pull("1.0").header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(events("1.0")).containsExactly("claimed", "deleted", "restored");
  }

  private List<String> events(String name) {
    return registry
        .database()
        .read(
            handle ->
                handle
                    .createQuery("SELECT event FROM history WHERE name = ? ORDER BY sequence")
                    .bind(0, name)
                    .mapTo(String.class)
                    .list());
  }

  @Test
  void aDeletedManifestTakesItsTagsWithIt() {
    Digest digest = registry.image(SHOP, "1.0", manifest("a"));
    registry.image(SHOP, "1.0.0", manifest("a"));
    registry.image(SHOP, "2.0", manifest("b"));
    assertThat(delete(digest).status()).isEqualTo(202);
    for (Object gone : List.of(digest, "1.0", "1.0.0")) {
      assertThat(pull(gone).failure()).isEqualTo("404 MANIFEST_UNKNOWN");
    }
    assertThat(pull("2.0").status()).isEqualTo(200);
    assertThat(registry.put(SHOP, "1.0.0", manifest("c")).failure()).isEqualTo("409 DENIED");
    assertThat(delete(digest).failure()).isEqualTo("404 MANIFEST_UNKNOWN");
  }

  @Test
  void whatAManifestRefersToStays() {
    byte[] config = Images.config(Map.of());
    byte[] layer = Images.bytes("layer");
    byte[] image = Images.image(config, List.of(layer), Map.of());
    Digest child = registry.image(SHOP, Digest.sha256(image), image, config, layer);
    byte[] index = Images.index(List.of(image), Map.of());
    Digest parent = registry.image(SHOP, "1.0", index);

    assertNeeded(delete(child), parent);
    for (byte[] blob : List.of(config, layer)) {
      assertNeeded(deleteBlob(Digest.sha256(blob)), child);
    }
    assertThat(delete(parent).status()).isEqualTo(202);
    assertThat(delete(child).status()).isEqualTo(202);
    for (byte[] blob : List.of(config, layer)) {
      String path = "/v2/shop/api/blobs/" + Digest.sha256(blob);
      assertThat(registry.get(path).status()).isEqualTo(200);
      assertThat(deleteBlob(Digest.sha256(blob)).status()).isEqualTo(202);
      assertThat(registry.get(path).failure()).as("also from memory").isEqualTo("404 BLOB_UNKNOWN");
      assertThat(deleteBlob(Digest.sha256(blob)).failure()).isEqualTo("404 BLOB_UNKNOWN");
    }
  }

  private TestAnswer deleteBlob(Digest digest) {
    return registry.request("DELETE", "/v2/shop/api/blobs/" + digest).send();
  }

  private static void assertNeeded(TestAnswer answer, Digest by) {
    assertThat(answer.failure()).isEqualTo("405 UNSUPPORTED");
    assertThat(answer.message()).contains(by.toString());
    assertThat(answer.header("Allow")).startsWith("GET, HEAD");
  }

  @Test
  void anUnknownRepositoryIsNamed() {
    assertThat(registry.request("DELETE", "/v2/no/such/manifests/1.0").send().failure())
        .isEqualTo("404 NAME_UNKNOWN");
  }

  @Test
  void aTextThatNoTagCanBeIsNotFound() {
    registry.image(SHOP, "1.0", manifest("a"));
    assertThat(delete(".not-a-tag").failure()).isEqualTo("404 MANIFEST_UNKNOWN");
  }
}
