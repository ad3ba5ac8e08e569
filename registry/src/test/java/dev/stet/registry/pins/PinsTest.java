package dev.stet.registry.pins;

import static dev.stet.registry.ApiRequests.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.NamesTest;
import dev.stet.registry.TestAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PinsTest extends NamesTest {
  @Test
  void aPinnedImageStaysUntilThePinIsTaken() {
    Digest digest = registry.image(SHOP, "v1", manifest("a"));
    assertThat(api.post("/pins", "{'reference':'v1','note':'audit 2026'}").status()).isEqualTo(201);
    assertThat(api.post("/pins", "{'reference':'" + digest + "'}").status()).isEqualTo(200);
    assertThat(api.get("/pins").text()).contains("audit 2026", digest.toString(), "\"v1\"");
    for (String path : List.of("/tags/v1", "/manifests/" + digest, "")) {
      TestAnswer refused = api.delete(path);
      assertThat(refused.status()).as(path).isEqualTo(405);
      assertThat(refused.text()).contains("is pinned");
    }
    done(api.delete("/pins/" + digest));
    assertThat(api.delete("/pins/" + digest).status()).isEqualTo(404);
    done(api.delete("/tags/v1"));
  }

  @Test
  void referrersAndChildrenShareTheProtection() {
    byte[] config = Images.config(Map.of());
    byte[] image = Images.image(config, List.of(), Map.of());
    registry.image(SHOP, Digest.sha256(image), image, config);
    byte[] index = Images.index(List.of(image), Map.of());
    registry.image(SHOP, "v1", index);
    registry.image(SHOP, "child", image);
    done(api.post("/pins", "{'reference':'v1'}"));
    assertThat(api.delete("/tags/child").status()).isEqualTo(405);
  }

  @Test
  void onlyWhatIsShownCanBePinned() {
    registry.image(SHOP, "v1", manifest("a"));
    done(api.delete("/tags/v1"));
    assertThat(api.post("/pins", "{'reference':'v1'}").status()).isEqualTo(404);
    assertThat(api.post("/pins", "{}").status()).isEqualTo(400);
  }
}
