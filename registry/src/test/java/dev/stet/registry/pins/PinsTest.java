package dev.stet.registry.pins;

import static dev.stet.registry.ApiRequests.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.ApiRequests;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinsTest {
  private static final String SHOP = "shop/api";

  @TempDir private Path folder;
  private TestRegistry registry;
  private ApiRequests api;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.open(folder);
    api = new ApiRequests(registry, SHOP);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static byte[] manifest(String number) {
    return Images.index(List.of(), Map.of("number", number));
  }

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
