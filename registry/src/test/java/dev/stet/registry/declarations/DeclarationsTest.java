package dev.stet.registry.declarations;

import static dev.stet.registry.ApiRequests.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.ApiRequests;
import dev.stet.registry.Images;
import dev.stet.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclarationsTest {
  private static final String DRAFT = "scratch/draft";

  @TempDir private Path folder;
  private TestRegistry registry;
  private ApiRequests api;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.open(folder);
    api = new ApiRequests(registry, DRAFT);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static byte[] manifest(String number) {
    return Images.index(List.of(), Map.of("number", number));
  }

  private String pulled(String name) {
    return registry.get("/v2/scratch/draft/manifests/" + name).header("Docker-Content-Digest");
  }

  @Test
  void namesMoveUnderAMutablePrefix() {
    done(api.declare("scratch/**", "mutable"));
    registry.image(DRAFT, "latest", manifest("a"));
    Digest second = registry.image(DRAFT, "latest", manifest("b"));
    assertThat(pulled("latest")).isEqualTo(second.toString());
    done(api.delete("/tags/latest"));
    assertThat(pulled("latest")).isEmpty();
    Digest third = registry.image(DRAFT, "latest", manifest("c"));
    assertThat(pulled("latest")).as("free again").isEqualTo(third.toString());
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
    assertThat(pulled("latest")).isEqualTo(first.toString());
    assertThat(api.get("/channels/latest").json().path("tag").stringValue()).isEqualTo("v1");
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
}
