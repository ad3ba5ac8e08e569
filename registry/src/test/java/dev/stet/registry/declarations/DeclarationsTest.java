package dev.stet.registry.declarations;

import static dev.stet.registry.ApiRequests.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.ApiRequests;
import dev.stet.registry.Images;
import dev.stet.registry.NamesTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeclarationsTest extends NamesTest {
  private static final String DRAFT = "scratch/draft";

  @BeforeEach
  void askAboutTheDraft() {
    api = new ApiRequests(registry, DRAFT);
  }

  private String drafted(String name) {
    return registry.get("/v2/scratch/draft/manifests/" + name).header("Docker-Content-Digest");
  }

  @Test
  void namesMoveUnderAMutablePrefix() {
    done(api.declare("scratch/**", "mutable"));
    registry.image(DRAFT, "latest", manifest("a"));
    Digest second = registry.image(DRAFT, "latest", manifest("b"));
    assertThat(drafted("latest")).isEqualTo(second.toString());
    done(api.delete("/tags/latest"));
    assertThat(drafted("latest")).isEmpty();
    Digest third = registry.image(DRAFT, "latest", manifest("c"));
    assertThat(drafted("latest")).as("free again").isEqualTo(third.toString());
    assertThat(api.get("/tags/latest").json().path("history").size()).isEqualTo(4);
    assertThat(registry.put("scratch", "latest", manifest("a")).failure())
        .as("the prefix itself is not under it")
        .isEqualTo("409 DENIED");
    assertThat(registry.put("scratchpad", "latest", manifest("a")).failure())
        .isEqualTo("409 DENIED");
  }

  @Test
  void whatWasPushedToNeverBecomesMutable() {
    registry.image(DRAFT, "v1", manifest("a"));
    assertThat(api.declare("scratch/**", "mutable").status()).isEqualTo(409);
    assertThat(api.declare(DRAFT, "mutable").status()).isEqualTo(409);
    done(api.delete(""));
    assertThat(api.declare(DRAFT, "mutable").status()).as("deleted").isEqualTo(409);
    assertThat(registry.put(DRAFT, "v1", manifest("b")).failure()).isEqualTo("409 DENIED");
  }

  @Test
  void aMutableRepositoryComesToStandOnceForEver() {
    done(api.declare("scratch/**", "mutable"));
    Digest first = registry.image(DRAFT, "v1", manifest("a"));
    registry.image(DRAFT, "latest", manifest("a"));
    registry.image(DRAFT, "gone", manifest("b"));
    done(api.delete("/tags/gone"));
    String declared = done(api.declare(DRAFT, "standing")).text();
    assertThat(declared).contains("{\"name\":\"v1\",\"kind\":\"tag\"}");
    assertThat(declared).contains("{\"name\":\"latest\",\"kind\":\"channel\"}");
    assertThat(registry.put(DRAFT, "v1", manifest("b")).failure()).isEqualTo("409 DENIED");
    assertThat(drafted("latest")).isEqualTo(first.toString());
    assertThat(api.get("/channels/latest").json().path("tag").stringValue()).isEqualTo("v1");
    assertThat(registry.count("SELECT COUNT(*) FROM history WHERE name = 'latest' AND tag = 'v1'"))
        .isEqualTo(1);
    registry.image(DRAFT, "gone", manifest("c"));
    assertThat(registry.put(DRAFT, "gone", manifest("b")).failure()).isEqualTo("409 DENIED");
    assertThat(api.declare(DRAFT, "mutable").status()).as("no way back").isEqualTo(409);
    registry.image("scratch/other", "latest", manifest("a"));
  }

  @Test
  void declarationsAreAudited() {
    done(api.declare("scratch/**", "mutable"));
    assertThat(registry.get("/api/v1/audit").text())
        .contains("repository.declare", "scratch/**", "mutable");
    assertThat(registry.get("/api/v1/declarations").text()).contains("scratch/**");
    assertThat(api.declare("scratch/*/x", "mutable").status()).isEqualTo(400);
    assertThat(api.declare("scratch", "frozen").status()).isEqualTo(400);
  }

  @Test
  void theOrderOfClaimsIsKept() {
    done(api.declare("scratch/**", "mutable"));
    registry.image(DRAFT, "main-2", manifest("b"));
    registry.image(DRAFT, "main-3", manifest("c"));
    registry.image(DRAFT, "main-1", manifest("a"));
    done(api.declare(DRAFT, "standing"));
    done(api.post("/channels", "{'name':'latest','follow':'main-*'}"));
    assertThat(api.get("/channels/latest").json().path("tag").stringValue())
        .as("what was pushed last")
        .isEqualTo("main-1");
  }

  @Test
  void whatWasDeclaredStandingStandsUnderAMutablePrefixToo() {
    assertThat(done(api.declare(DRAFT, "standing")).text()).contains("\"changed\":true");
    assertThat(done(api.declare(DRAFT, "standing")).text()).contains("\"changed\":false");
    done(api.declare("scratch/**", "mutable"));
    registry.image("scratch/other", "latest", manifest("a"));
    assertThat(registry.put(DRAFT, "latest", manifest("a")).failure()).isEqualTo("409 DENIED");
    assertThat(api.declare(DRAFT, "mutable").status()).isEqualTo(409);
  }

  @Test
  void aNameThatWasDeletedBeforeIsFreeAndDoesNotComeBack() {
    done(api.declare("scratch/**", "mutable"));
    Digest digest = registry.image(DRAFT, "gone", manifest("a"));
    done(api.delete("/manifests/" + digest));
    done(api.declare(DRAFT, "standing"));
    assertThat(api.post("/restorations", "{'reference':'gone'}").status()).isEqualTo(404);
    done(api.post("/restorations", "{'reference':'" + digest + "'}"));
    assertThat(drafted("gone")).isEmpty();
    registry.image(DRAFT, "gone", manifest("b"));
  }

  @Test
  void aBlobAloneMakesARepositoryThatStands() {
    registry.blob(DRAFT, Images.bytes("x"));
    assertThat(api.declare("scratch/**", "mutable").status()).isEqualTo(409);
  }
}
