package dev.stet.registry.audit;

import static dev.stet.registry.ApiRequests.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.NamesTest;
import dev.stet.registry.TestRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuditTrailTest extends NamesTest {
  private static final String NOTHING = "-";

  /** The newest decision: action, repository, subject, before, after, reason. */
  private void assertDecided(String... wanted) {
    JsonNode newest = entries("n=10000").getLast();
    assertThat(
            List.of("action", "repository", "subject", "before", "after", "reason").stream()
                .map(field -> newest.path(field).asString(NOTHING)))
        .containsExactly(wanted);
    assertThat(newest.path("by").path("name").asString()).isEqualTo("anonymous");
    assertThat(newest.path("by").path("source").asString()).isEqualTo("127.0.0.1 docker/29.1");
    assertThat(newest.path("at").asString()).isEqualTo(TestRegistry.NOW.toString());
  }

  private List<JsonNode> entries(String query) {
    return done(registry.get("/api/v1/audit?" + query))
        .json()
        .path("entries")
        .valueStream()
        .toList();
  }

  @Test
  void everyDecisionIsThereWithWhatWasBeforeAndIsSince() {
    String first = push("v1", "a").toString();
    String second = push("v2", "b").toString();
    push("v2.0", "b");

    done(api.post("/channels", "{'name':'latest','tag':'v1'}"));
    assertDecided("channel.create", SHOP, "latest", NOTHING, first, NOTHING);
    done(api.patch("/channels/latest", "{'tag':'v2'}"));
    assertDecided("channel.move", SHOP, "latest", first, second, NOTHING);
    done(api.patch("/channels/latest", "{'follow':'main-*'}"));
    assertDecided("channel.follow", SHOP, "latest", NOTHING, "main-*", NOTHING);
    done(api.patch("/channels/latest", "{'follow':''}"));
    assertDecided("channel.follow", SHOP, "latest", "main-*", NOTHING, NOTHING);
    done(api.delete("/channels/latest?reason=legal"));
    assertDecided("channel.remove", SHOP, "latest", second, NOTHING, "legal");

    done(api.post("/pins", "{'reference':'v1','note':'audit 2026'}"));
    assertDecided("pin", SHOP, first, NOTHING, NOTHING, "audit 2026");
    done(api.delete("/pins/" + first));
    assertDecided("unpin", SHOP, first, NOTHING, NOTHING, "audit 2026");

    done(api.delete("/tags/v1?reason=retention"));
    assertDecided("tag.delete", SHOP, "v1", first, NOTHING, "retention");
    done(api.post("/restorations", "{'reference':'v1'}"));
    assertDecided("restore", SHOP, "v1", NOTHING, first, NOTHING);
    done(api.delete("/manifests/" + second));
    assertDecided("manifest.delete", SHOP, second, "v2.0, v2", NOTHING, "owner");

    Digest blob = registry.blob(SHOP, Images.bytes("x"));
    assertThat(registry.request("DELETE", "/v2/shop/api/blobs/" + blob).send().status())
        .isEqualTo(202);
    assertDecided("blob.delete", SHOP, blob.toString(), NOTHING, NOTHING, "owner");
    done(api.delete("?reason=security"));
    assertDecided("repository.delete", SHOP, SHOP, "1 names, 1 manifests", NOTHING, "security");

    done(api.declare("scratch/**", "mutable"));
    assertDecided("repository.declare", NOTHING, "scratch/**", "standing", "mutable", NOTHING);
    done(api.declare("scratch/x", "standing"));
    assertDecided("repository.declare", NOTHING, "scratch/x", "mutable", "standing", NOTHING);
  }

  @Test
  void whatIsRefusedAndWhatIsSoAlreadyIsNoDecision() {
    push("v1", "a");
    done(api.post("/pins", "{'reference':'v1'}"));
    int decisions = entries("n=100").size();
    assertThat(api.delete("/tags/v1").status()).isEqualTo(405);
    assertThat(api.delete("/tags/v2").status()).isEqualTo(404);
    assertThat(api.declare(SHOP, "mutable").status()).isEqualTo(409);
    done(api.post("/pins", "{'reference':'v1'}"));
    assertThat(entries("n=100")).hasSize(decisions);
  }

  @Test
  void itComesInPagesTheOldestFirst() {
    push("v1", "a");
    for (int i = 0; i < 5; i++) {
      done(api.post("/pins", "{'reference':'v1'}"));
      done(api.delete("/pins/" + Digest.sha256(manifest("a"))));
    }
    List<Long> all = numbers(entries("n=100"));
    assertThat(all).isSorted().doesNotHaveDuplicates();
    assertThat(numbers(entries("n=3"))).isEqualTo(all.subList(0, 3));
    assertThat(numbers(entries("n=3&after=" + all.get(2)))).isEqualTo(all.subList(3, 6));
    assertThat(registry.get("/api/v1/audit?n=3").json().path("next").asString())
        .isEqualTo("/api/v1/audit?n=3&after=" + all.get(2));
    assertThat(registry.get("/api/v1/audit?after=x").status()).isEqualTo(400);
  }

  private static List<Long> numbers(List<JsonNode> entries) {
    return entries.stream().map(entry -> entry.path("number").asLong()).toList();
  }

  @Test
  void manyNamesAreToldShortly() {
    Digest digest = Digest.sha256(manifest("a"));
    String tags = "?tag=v1&tag=v2&tag=v3&tag=v4&tag=v5&tag=v6&tag=v7&tag=v8&tag=v9";
    assertThat(registry.put(SHOP, digest + tags, manifest("a")).status()).isEqualTo(201);
    done(api.delete("/manifests/" + digest));
    assertDecided(
        "manifest.delete",
        SHOP,
        digest.toString(),
        "v9, v8, v7, v6, v5, v4, v3, v2 and 1 more",
        NOTHING,
        "owner");
  }
}
