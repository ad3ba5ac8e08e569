package dev.stet.registry.manifests;

import static dev.stet.registry.ApiRequests.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.NamesTest;
import dev.stet.registry.TestAnswer;
import org.junit.jupiter.api.Test;

class NotFoundTest extends NamesTest {
  private TestAnswer absent(Object reference) {
    TestAnswer answer = pull(reference);
    assertThat(answer.failure()).isEqualTo("404 MANIFEST_UNKNOWN");
    return answer;
  }

  @Test
  void aBurntTagSaysSoAndHowItComesBack() {
    registry.image(SHOP, "v1", manifest("a"));
    done(api.delete("/tags/v1"));
    TestAnswer burnt = absent("v1");
    assertThat(burnt.message())
        .contains("tag \"v1\"", "was deleted 2026-11-20 (owner)", "its name is burnt")
        .endsWith("stet rm --undo shop/api:v1");
    assertThat(burnt.error().path("detail").path("reason").asString()).isEqualTo("TAG_BURNT");
    assertThat(burnt.error().path("detail").path("deletion").asString()).isEqualTo("owner");
  }

  @Test
  void whatDoesNotComeBackIsNotPromised() {
    registry.image(SHOP, "v1", manifest("a"));
    done(api.post("/channels", "{'name':'latest','tag':'v1'}"));
    done(api.delete("/channels/latest"));
    assertThat(absent("latest").message())
        .contains("channel \"latest\"", "its name is burnt")
        .doesNotContain("--undo");
    done(api.delete("/tags/v1?reason=legal"));
    assertThat(absent("v1").message()).contains("(legal)").doesNotContain("--undo");
  }

  @Test
  void aChannelThatPointsNowhereSaysSo() {
    done(api.post("/channels", "{'name':'latest','follow':'main-*'}"));
    assertThat(absent("latest").message()).contains("points to no tag yet");
  }

  @Test
  void whatIsFreeOrWasNeverThereIsJustNotThere() {
    done(api.declare("scratch/**", "mutable"));
    registry.image("scratch/x", "v1", manifest("a"));
    assertThat(registry.request("DELETE", "/v2/scratch/x/manifests/v1").send().status())
        .isEqualTo(202);
    assertThat(registry.get("/v2/scratch/x/manifests/v1").message()).contains("holds no manifest");
    registry.image(SHOP, "v1", manifest("a"));
    for (Object reference : new Object[] {"v2", ".", Digest.sha256(manifest("b"))}) {
      assertThat(absent(reference).message()).contains("holds no manifest " + reference);
    }
    assertThat(registry.get("/v2/never/pushed/manifests/v1").failure())
        .isEqualTo("404 NAME_UNKNOWN");
  }
}
