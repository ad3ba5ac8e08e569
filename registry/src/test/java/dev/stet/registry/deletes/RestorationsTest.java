package dev.stet.registry.deletes;

import static dev.stet.registry.ApiRequests.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.NamesTest;
import dev.stet.registry.TestAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestorationsTest extends NamesTest {
  @Test
  void aTagComesBackToItsImage() {
    registry.image(SHOP, "v1", manifest("a"));
    done(api.delete("/tags/v1"));
    assertThat(done(api.post("/restorations", "{'reference':'v1'}")).text()).contains("\"v1\"");
    assertThat(pull("v1").status()).isEqualTo(200);
    assertThat(done(api.post("/restorations", "{'reference':'v1'}")).text())
        .as("nothing to do")
        .contains("\"names\":[]");
    assertThat(registry.put(SHOP, "v1", manifest("b")).failure()).isEqualTo("409 DENIED");
  }

  @Test
  void aManifestComesBackWithTheTagsThatWentWithIt() {
    Digest digest = registry.image(SHOP, "v1", manifest("a"));
    registry.image(SHOP, "v1.0", manifest("a"));
    done(api.delete("/manifests/" + digest));
    assertThat(pull("v1.0").status()).isEqualTo(404);
    done(api.post("/restorations", "{'reference':'" + digest + "'}"));
    for (Object reference : List.of(digest, "v1", "v1.0")) {
      assertThat(pull(reference).status()).isEqualTo(200);
    }
  }

  @Test
  void aTagComesBackFromADeletedRepositoryWithAllThatItNeeds() {
    byte[] config = Images.config(Map.of());
    byte[] layer = Images.bytes("layer");
    byte[] image = Images.image(config, List.of(layer), Map.of());
    registry.image(SHOP, "v1", image, config, layer);
    registry.image(SHOP, "v2", manifest("b"));
    done(api.delete(""));
    assertThat(registry.get("/v2/shop/api/tags/list").failure()).isEqualTo("404 NAME_UNKNOWN");
    done(api.post("/restorations", "{'reference':'v1'}"));
    assertThat(pull("v1").status()).isEqualTo(200);
    assertThat(registry.get("/v2/shop/api/blobs/" + Digest.sha256(layer)).status()).isEqualTo(200);
    assertThat(pull("v2").status()).isEqualTo(404);
    assertThat(registry.put(SHOP, "v2", manifest("c")).failure())
        .as("the names of the deleted repository are burnt")
        .isEqualTo("409 DENIED");
  }

  @Test
  void whatWasWithdrawnDoesNotReturn() {
    for (String reason : List.of("security", "legal")) {
      registry.image(SHOP, reason, manifest(reason));
      done(api.delete("/tags/" + reason + "?reason=" + reason));
      assertThat(api.post("/restorations", "{'reference':'" + reason + "'}").status())
          .isEqualTo(409);
      assertThat(registry.put(SHOP, reason, manifest(reason)).failure()).isEqualTo("409 DENIED");
    }
    assertThat(api.delete("/tags/x?reason=whim").status()).isEqualTo(400);
    assertThat(api.post("/restorations", "{'reference':'unknown'}").status()).isEqualTo(404);
  }

  /** A push may bring back what was collected, but not half of it. */
  @Test
  void aCollectedChildWithoutItsBlobIsMissing() {
    byte[] config = Images.config(Map.of());
    byte[] child = Images.image(config, List.of(), Map.of());
    byte[] index = Images.index(List.of(child), Map.of());
    registry.image(SHOP, Digest.sha256(child), child, config);
    done(api.delete("/manifests/" + Digest.sha256(child) + "?reason=retention"));
    String blob = "/v2/shop/api/blobs/" + Digest.sha256(config);
    assertThat(registry.request("DELETE", blob).send().status()).isEqualTo(202);

    TestAnswer missing = registry.put(SHOP, "v1", index);
    assertThat(missing.failure()).isEqualTo("400 MANIFEST_BLOB_UNKNOWN");
    assertThat(missing.message()).contains(Digest.sha256(child).toString());
    registry.blob(SHOP, config);
    registry.image(SHOP, "v1", index);
    assertThat(pull(Digest.sha256(child)).status()).isEqualTo(200);
  }

  @Test
  void onlyWhatHappenedIsInTheHistory() {
    registry.image(SHOP, "v1", manifest("a"));
    done(api.delete("/tags/v1"));
    done(api.post("/restorations", "{'reference':'v1'}"));
    assertThat(registry.count("SELECT COUNT(*) FROM history WHERE name = ''")).isZero();
    assertThat(registry.count("SELECT COUNT(*) FROM history")).isEqualTo(3);
  }
}
