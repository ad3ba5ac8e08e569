package dev.stet.registry.deletes;

import static dev.stet.registry.ApiRequests.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.NamesTest;
import dev.stet.registry.TestAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WithdrawalsTest extends NamesTest {
  private static final byte[] BAD = manifest("bad");
  private static final Digest DIGEST = Digest.sha256(BAD);
  private static final Digest LONG = Digest.of(Digest.Algorithm.SHA512, BAD);

  private void withdraw() {
    registry.image(SHOP, "v1", BAD);
    done(api.delete("/manifests/" + DIGEST + "?reason=security"));
  }

  private void assertAway() {
    refused(registry.put(SHOP, "v1", BAD), "TAG_BURNT");
    refused(registry.put(SHOP, "v2", BAD), "WITHDRAWN");
    refused(registry.put(SHOP, LONG + "?tag=v2", BAD), "WITHDRAWN");
    for (Digest digest : List.of(DIGEST, LONG)) {
      refused(registry.put(SHOP, digest, BAD), "WITHDRAWN");
      assertThat(pull(digest).status()).isEqualTo(404);
    }
  }

  @Test
  void aWithdrawnImageReturnsUnderNoNameAndNoDigest() {
    withdraw();
    assertAway();
    TestAnswer refused = registry.put(SHOP, "v2", BAD);
    assertThat(refused.message()).contains("withdrawn", "for reasons of security");
    assertThat(refused.error().path("detail").path("deletion").asString()).isEqualTo("security");
    assertThat(api.get("/tags/v2").json().path("refused").get(0).path("reason").asString())
        .isEqualTo("WITHDRAWN");
    assertThat(registry.put("shop/web", "v1", BAD).status()).as("elsewhere").isEqualTo(201);
  }

  @Test
  void norWhenItsBytesHaveLongBeenPurged() {
    withdraw();
    world.clock.advance(Duration.ofDays(30));
    assertThat(registry.request("POST", "/api/v1/collected/purges").body(Images.bytes("{}")).send())
        .satisfies(purge -> assertThat(purge.status()).isEqualTo(200));
    assertThat(registry.count("SELECT COUNT(*) FROM repository_manifest")).isZero();
    assertAway();
  }

  @Test
  void itDoesNotComeBackWithAnotherOfItsTags() {
    registry.image(SHOP, "v1", BAD);
    registry.image(SHOP, "v2", BAD);
    done(api.delete("/tags/v2"));
    done(api.delete("/manifests/" + DIGEST + "?reason=legal"));
    for (Object reference : List.of("v1", "v2", DIGEST)) {
      TestAnswer answer = api.post("/restorations", "{'reference':'" + reference + "'}");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.text()).contains("WITHDRAWN", "for reasons of legal");
    }
    refused(registry.put(SHOP, "v2", BAD), "WITHDRAWN");
  }

  @Test
  void itDoesNotComeBackAsPartOfAnIndex() {
    byte[] index = Images.index(List.of(BAD), Map.of());
    registry.image(SHOP, DIGEST, BAD);
    registry.image(SHOP, "all", index);
    done(api.delete("/manifests/" + Digest.sha256(index)));
    done(api.delete("/manifests/" + DIGEST + "?reason=security"));
    assertThat(api.post("/restorations", "{'reference':'all'}").text()).contains("WITHDRAWN");
    assertThat(registry.put(SHOP, "all", index).failure()).isEqualTo("400 MANIFEST_BLOB_UNKNOWN");
    assertThat(pull(DIGEST).status()).isEqualTo(404);
  }

  @Test
  void withARepositoryAllThatItHoldsIsWithdrawn() {
    registry.image(SHOP, "v1", BAD);
    done(api.delete("?reason=security"));
    assertAway();
    registry.image(SHOP, "v3", manifest("good"));
    assertThat(pulled("v3")).isNotEmpty();
  }

  @Test
  void aTagThatWasWithdrawnLeavesTheImageToOthers() {
    registry.image(SHOP, "v1", BAD);
    done(api.delete("/tags/v1?reason=legal"));
    refused(registry.put(SHOP, "v1", BAD), "TAG_BURNT");
    registry.image(SHOP, "v2", BAD);
    assertThat(pulled("v2")).isEqualTo(DIGEST.toString());
  }
}
