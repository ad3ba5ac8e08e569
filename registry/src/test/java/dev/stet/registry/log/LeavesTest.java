package dev.stet.registry.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import dev.stet.log.ProofFile;
import dev.stet.log.Reason;
import dev.stet.oci.Digest;
import dev.stet.registry.ApiRequests;
import dev.stet.registry.TestAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeavesTest extends LogTest {
  @Test
  void aTagIsOneEntryAndPushingItAgainIsNone() {
    Digest image = push("v1", "1");
    TestAnswer again = registry.put(SHOP, "v1", manifest("1"));

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Stet-Log-Index")).isEqualTo("1");
    assertThat(pull("v1").header("Stet-Log-Index")).isEqualTo("1");
    assertThat(pull("v1").header("Stet-Log-Index")).as("from memory").isEqualTo("1");
    assertThat(pull(image).headers("Stet-Log-Index")).isEmpty();
    assertThat(leaves())
        .singleElement()
        .isInstanceOfSatisfying(
            Leaf.Assign.class,
            leaf -> {
              assertThat(leaf.repository()).isEqualTo(SHOP);
              assertThat(leaf.tag()).isEqualTo("v1");
              assertThat(leaf.digest()).isEqualTo(image.toString());
              assertThat(leaf.time()).isEqualTo(world.clock.millis());
            });
  }

  @Test
  void aDeletionAndARestorationNameTheEntryThatAssigned() {
    push("v0", "0");
    push("v1", "1");
    ApiRequests.done(api.delete("/tags/v1?reason=owner"));
    push("v1", "1");

    assertThat(leaves().subList(2, 4))
        .satisfiesExactly(
            it -> {
              Leaf.Tombstone tombstone = (Leaf.Tombstone) it;
              assertThat(tombstone.assigned()).isEqualTo(2);
              assertThat(tombstone.reason()).isEqualTo(Reason.OWNER);
            },
            it -> assertThat(((Leaf.Restore) it).assigned()).isEqualTo(2));
    assertThat(pull("v1").header("Stet-Log-Index")).isEqualTo("2");
  }

  @Test
  void aManifestThatIsDeletedTakesAllItsTagsInOneTransaction() {
    Digest image = push("v1", "1");
    push("v2", "1");
    registry.request("DELETE", "/v2/" + SHOP + "/manifests/" + image).send();

    assertThat(told())
        .containsExactly(
            "assign shop/api:v1",
            "assign shop/api:v2",
            "tombstone shop/api:v2 owner",
            "tombstone shop/api:v1 owner");
  }

  @Test
  void severalTagsOfOnePushAreEntriesThatFollowEachOther() {
    Digest image = Digest.sha256(manifest("1"));
    TestAnswer answer =
        registry
            .request("PUT", "/v2/" + SHOP + "/manifests/" + image + "?tag=a&tag=b")
            .body(manifest("1"))
            .send();

    assertThat(answer.header("Stet-Log-Index")).isEqualTo("2");
    assertThat(told()).containsExactly("assign shop/api:a", "assign shop/api:b");
  }

  @Test
  void channelsAndTheirBurntNamesMachineTagsAndMutableNamesAreNever() {
    push("main-1", "1");
    ApiRequests.done(api.post("/channels", "{'name':'latest','tag':'main-1'}"));
    push("main-2", "2");
    ApiRequests.done(api.delete("/channels/latest"));
    ApiRequests.done(api.declare("scratch/**", "mutable"));
    pushed("scratch/x", "main-1", "1");
    pushed("scratch/x", "main-1", "2");

    assertThat(told()).containsExactly("assign shop/api:main-1", "assign shop/api:main-2");
    assertThat(registry.get("/v2/scratch/x/manifests/main-1").headers("Stet-Log-Index")).isEmpty();
  }

  @Test
  void aRepositoryThatComesToStandAssignsEachOfItsLiveTags() {
    ApiRequests.done(api.declare("scratch/**", "mutable"));
    pushed("scratch/x", "v1", "1");
    pushed("scratch/x", "v1", "2");
    pushed("scratch/x", "latest", "2");
    pushed("scratch/x", "gone", "3");
    registry.request("DELETE", "/v2/scratch/x/manifests/gone").send();
    ApiRequests.done(api.declare("scratch/x", "standing"));

    assertThat(told()).containsExactly("assign scratch/x:v1");
    assertThat(((Leaf.Assign) leaves().getFirst()).digest())
        .isEqualTo(Digest.sha256(manifest("2")).toString());
  }

  @Test
  void theTimeOfAnEntryIsNeverBeforeThatOfTheLast() {
    push("v1", "1");
    long before = leaves().getFirst().time();
    world.clock.advance(Duration.ofHours(-1));
    push("v2", "2");

    assertThat(leaves().getLast().time()).isEqualTo(before);
  }

  @Test
  void whoPushedIsBehindAHashThatCanBeOpenedAndErased() {
    registry
        .request("PUT", "/v2/" + SHOP + "/manifests/v1")
        .body(manifest("1"))
        .by("ci@shop")
        .send();
    Optional<Hash> meta = ((Leaf.Assign) leaves().getFirst()).meta();
    TestAnswer opened = registry.get("/api/v1/log/entries/1/meta");
    byte[] random = HexFormat.of().parseHex(opened.json().path("random").asString());
    byte[] text = opened.json().path("text").asString().getBytes(StandardCharsets.UTF_8);
    byte[] both = new byte[random.length + text.length];
    System.arraycopy(random, 0, both, 0, random.length);
    System.arraycopy(text, 0, both, random.length, text.length);

    assertThat(Digest.sha256(both).hex()).isEqualTo(meta.orElseThrow().toString());
    assertThat(opened.json().path("text").asString()).contains("\"actor\":\"ci@shop\"");
    assertThat(registry.request("DELETE", "/api/v1/log/entries/1/meta").send().status())
        .isEqualTo(204);
    assertThat(registry.get("/api/v1/log/entries/1/meta").status()).isEqualTo(404);
    assertThat(registry.request("DELETE", "/api/v1/log/entries/1/meta").send().status())
        .isEqualTo(404);
  }

  @Test
  void whatIsErasedIsMissedByNoProof() {
    Digest image = push("v1", "1");
    push("v2", "2");
    ProofFile before = proof("v1");
    ApiRequests.done(registry.request("DELETE", "/api/v1/log/entries/1/meta").send());
    push("v3", "3");

    for (ProofFile proof : List.of(before, proof("v1"))) {
      assertThat(proof.verify(POLICY, SHOP, "v1").leaf())
          .isEqualTo(before.leaf())
          .extracting(Leaf.Assign::digest)
          .isEqualTo(image.toString());
    }
  }

  @Test
  void thePlainTextOfTheLogNamesNobodyAndNoCommit() {
    registry
        .request("PUT", "/v2/" + SHOP + "/manifests/v1")
        .body(manifest("1"))
        .by("ci@shop")
        .send();

    assertThat(registry.get("/log/tile/entries/000.p/2").text()).doesNotContain("ci@shop");
  }
}
