package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is collected, and what stays. */
class CollectionTest extends SpaceTest {
  private static List<String> digests(JsonNode collection) {
    return collection
        .path("manifests")
        .valueStream()
        .map(it -> it.path("digest").asString())
        .toList();
  }

  @Test
  void aManifestWithoutNameGoesAfterItsGrace() {
    Digest digest = pushUntagged("a");
    world.clock.advance(Duration.ofDays(14));
    assertThat(digests(collect())).as("not a moment before").isEmpty();
    assertThat(isShown(digest)).isTrue();

    world.clock.advance(Duration.ofMillis(1));
    JsonNode collection = collect();
    assertThat(digests(collection)).containsExactly(digest.toString());
    assertThat(collection.path("manifestCount").asLong()).isEqualTo(1);
    assertThat(collection.path("blobs").asLong()).isEqualTo(2);
    assertThat(collection.path("bytes").asLong())
        .isEqualTo(image("a").length + config("a").length + large("a").length);
    assertThat(collection.path("manifests").path(0).path("reason").asString())
        .isEqualTo("nothing names it, and it was pushed on 2026-11-20");
    assertThat(isShown(digest)).isFalse();
    assertThat(isBlobShown(REPOSITORY, large("a"))).isFalse();
    assertThat(files()).as("no bytes are touched").hasSize(1);
    assertThat(world.told).contains("collected 1 2");
  }

  @Test
  void whatWasReadBeforeIsNotServedFromMemory() {
    Digest digest = pushUntagged("a");
    world.clock.advance(LONG);
    assertThat(isShown(digest)).isTrue();
    assertThat(registry.get("/v2/shop/api/manifests/" + digest).fromMemory()).isTrue();
    String config = "/v2/shop/api/blobs/" + digest(config("a"));
    assertThat(registry.get(config).status()).isEqualTo(200);
    assertThat(registry.get(config).fromMemory()).isTrue();
    collect();
    assertThat(isShown(digest)).isFalse();
    assertThat(registry.get(config).status()).isEqualTo(404);
  }

  @Test
  void aTaggedImageStaysWithAllItsBlobs() {
    push("v1", "a");
    world.clock.advance(LONG);
    assertThat(digests(collect())).isEmpty();
    assertWhole("v1", "a");
  }

  @Test
  void whenItsTagIsDeletedAnImageGoes() {
    Digest digest = push("v1", "a");
    world.clock.advance(LONG);
    deleteTag("v1");
    assertThat(isShown(digest)).as("a deleted tag leaves the image").isTrue();
    assertThat(digests(collect())).containsExactly(digest.toString());
    assertThat(registry.put(REPOSITORY, "v1", image("a")).status())
        .as("the same image may return under its burnt name")
        .isEqualTo(201);
    assertWhole("v1", "a");
  }

  @Test
  void aBlobThatNothingRefersToGoesAfterItsGrace() {
    registry.blob(REPOSITORY, large("a"));
    registry.blob(REPOSITORY, config("a"));
    world.clock.advance(DAY);
    assertThat(collect().path("blobs").asLong()).as("not a moment before").isZero();
    world.clock.advance(Duration.ofMillis(1));
    assertThat(collect().path("blobs").asLong()).isEqualTo(2);
    assertThat(isBlobShown(REPOSITORY, large("a"))).isFalse();
    assertThat(isBlobShown(REPOSITORY, config("a"))).isFalse();
  }

  @Test
  void aPushOrAMountBeginsTheGraceOfABlobAnew() {
    registry.blob(REPOSITORY, large("a"));
    registry.blob("shop/web", large("b"));
    world.clock.advance(DAY.plusMillis(1));
    registry.blob(REPOSITORY, large("a"));
    String mount = "/v2/shop/web/blobs/uploads/?from=shop/api&mount=" + digest(large("a"));
    assertThat(registry.request("POST", mount).send().status()).isEqualTo(201);
    assertThat(collect().path("blobs").asLong()).isEqualTo(1);
    assertThat(isBlobShown(REPOSITORY, large("a"))).isTrue();
    assertThat(isBlobShown("shop/web", large("a"))).isTrue();
    assertThat(isBlobShown("shop/web", large("b"))).isFalse();
  }

  @Test
  void aBlobGoesFromEachRepositoryByItself() {
    push("shop/web", "v1", "a");
    registry.blob(REPOSITORY, large("a"));
    world.clock.advance(LONG);
    collect();
    assertThat(isBlobShown(REPOSITORY, large("a"))).isFalse();
    assertThat(isBlobShown("shop/web", large("a"))).isTrue();
  }

  @Test
  @Tag("hole-parts-collected")
  void theChildrenOfAnIndexStay() {
    Digest amd64 = pushUntagged("amd64");
    Digest arm64 = pushUntagged("arm64");
    pushIndex("v1", image("amd64"), image("arm64"));
    Digest inner = pushIndex("", image("amd64"));
    pushIndex("v2", index(image("amd64")));
    world.clock.advance(LONG);
    assertThat(digests(collect())).isEmpty();
    assertThat(isShown(amd64) && isShown(arm64) && isShown(inner)).isTrue();
    assertThat(isBlobShown(REPOSITORY, large("arm64"))).isTrue();
  }

  @Test
  void theChildrenOfAnIndexGoWithIt() {
    Digest shared = pushUntagged("shared");
    Digest own = pushUntagged("own");
    Digest gone = pushIndex("v1", image("shared"), image("own"));
    pushIndex("v2", image("shared"));
    world.clock.advance(LONG);
    deleteTag("v1");
    assertThat(digests(collect())).containsExactlyInAnyOrder(gone.toString(), own.toString());
    assertThat(isShown(shared)).isTrue();
  }

  @Test
  void aYoungIndexKeepsItsOldChildren() {
    Digest child = pushUntagged("amd64");
    world.clock.advance(LONG);
    Digest index = pushIndex("", image("amd64"));
    assertThat(digests(collect())).isEmpty();
    world.clock.advance(LONG);
    assertThat(digests(collect())).containsExactlyInAnyOrder(index.toString(), child.toString());
  }

  @Test
  @Tag("hole-parts-collected")
  void referrersLiveWithTheirSubject() {
    Digest image = push("v1", "a");
    Digest signature = pushReferrer("signature", image);
    Digest aboutTheSignature = pushReferrer("countersignature", signature);
    world.clock.advance(LONG);
    assertThat(digests(collect())).isEmpty();
    assertThat(isShown(signature) && isShown(aboutTheSignature)).isTrue();

    deleteTag("v1");
    assertThat(digests(collect()))
        .containsExactlyInAnyOrder(
            image.toString(), signature.toString(), aboutTheSignature.toString());
  }

  @Test
  void aReferrerWithoutSubjectHasTheGraceOfAnyManifest() {
    Digest signature = pushReferrer("signature", digest(image("never pushed")));
    world.clock.advance(Duration.ofDays(14));
    assertThat(digests(collect())).isEmpty();
    world.clock.advance(DAY);
    assertThat(digests(collect())).containsExactly(signature.toString());
  }

  @Test
  void aReferrerWithANameOfItsOwnStays() {
    Digest image = push("v1", "a");
    byte[] signature = referrer("signature", image);
    registry.image(REPOSITORY, "sig-1", signature, config("signature"), large("signature"));
    world.clock.advance(LONG);
    deleteTag("v1");
    assertThat(digests(collect())).containsExactly(image.toString());
    assertThat(isShown(REPOSITORY, "sig-1")).isTrue();
  }

  @Test
  @Tag("hole-protected-collected")
  void whatIsPinnedStaysAndIsTold() {
    Digest child = pushUntagged("amd64");
    Digest index = pushIndex("v1", image("amd64"));
    Digest signature = pushReferrer("signature", index);
    deleteTag("v1");
    assertThat(post("/repositories/shop%2Fapi/pins", "{\"reference\":\"" + index + "\"}").status())
        .isEqualTo(201);
    world.clock.advance(LONG);
    JsonNode collection = collect();
    assertThat(digests(collection)).isEmpty();
    assertThat(isShown(index) && isShown(child) && isShown(signature)).isTrue();
    assertThat(
            collection
                .path("kept")
                .valueStream()
                .map(it -> it.path("digest").asString() + " " + it.path("reason").asString()))
        .containsExactlyInAnyOrder(
            index + " is pinned",
            child + " belongs to " + index.abbreviated() + ", which is pinned",
            signature + " belongs to " + index.abbreviated() + ", which is pinned");
  }

  /**
   * Nobody can say what such a record named, so it may have been what looks as if it had no name.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "digest = 'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
        "deleted_at = 1, deleted_reason = 'owner'"
      })
  void whatADamagedRecordMayHaveNamedStays(String damage) {
    Digest image = push("v1", "a");
    push("shop/web", "v1", "b");
    world.clock.advance(LONG);
    registry.damage("UPDATE name SET " + damage + " WHERE repository = ?", REPOSITORY);
    for (boolean dryRun : List.of(true, false)) {
      TestAnswer answer = post("/collections", "{\"dryRun\":" + dryRun + "}");
      assertThat(answer.status()).as(answer.text()).isEqualTo(503);
      assertThat(answer.text())
          .contains("record of tag \\\"v1\\\" in repository \\\"shop/api\\\" is damaged", "backup");
    }
    world.timer.strike();
    assertThat(world.told).containsExactly("nightly false");
    assertThat(isShown(image)).isTrue();
  }

  @Test
  @Tag("hole-protected-collected")
  void whatIsInUseStays() {
    Digest running = pushUntagged("running");
    Digest idle = pushUntagged("idle");
    world.inUse(
        (_, digest) ->
            digest.equals(running) ? Optional.of("environment production") : Optional.empty());
    world.clock.advance(LONG);
    assertThat(digests(collect())).containsExactly(idle.toString());
    assertThat(isShown(running)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/collections", "/collected/purges"})
  @Tag("hole-protected-collected")
  void whenNobodyCanSayWhatIsInUseNothingIsTaken(String run) {
    Digest digest = pushUntagged("a");
    world.clock.advance(LONG);
    if (run.endsWith("purges")) {
      collect();
    }
    world.inUse((_, _) -> unknown());
    TestAnswer answer = post(run, run.endsWith("purges") ? "{}" : "{\"dryRun\":false}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text()).contains("the ledger cannot be read");

    world.inUse((_, _) -> Optional.empty());
    assertThat(rows("repository_manifest")).isEqualTo(1);
    assertThat(rows("repository_blob")).isEqualTo(2);
    assertThat(isShown(digest)).isEqualTo(!run.endsWith("purges"));
    assertThat(files()).hasSize(1);
  }

  /** The reader could say what runs, and when the writer decided nobody could any more. */
  @Test
  void whatIsInUseIsAskedAgainInTheTransaction() {
    Digest first = pushUntagged("a");
    Digest second = pushUntagged("b");
    world.clock.advance(LONG);
    AtomicBoolean known = new AtomicBoolean();
    world.inUse(
        (_, _) -> {
          if (Thread.currentThread().getName().equals("store-writer") && !known.get()) {
            return unknown();
          }
          return Optional.empty();
        });
    assertThat(post("/collections", "{\"dryRun\":false}").status()).isEqualTo(503);
    assertThat(isShown(first) && isShown(second)).isTrue();
    known.set(true);
    assertThat(digests(collect())).hasSize(2);
  }

  private static Optional<String> unknown() {
    throw RequestException.of(OciErrorCode.TOOMANYREQUESTS, "the ledger cannot be read")
        .status(503);
  }

  @Test
  void aRehearsalTellsWhatACollectionTakesAndTakesNothing() {
    Digest shared = pushUntagged("shared");
    Digest own = pushUntagged("own");
    Digest gone = pushIndex("v1", image("shared"), image("own"));
    pushIndex("v2", image("shared"));
    pushReferrer("signature", gone);
    registry.blob(REPOSITORY, large("lonely"));
    world.clock.advance(LONG);
    deleteTag("v1");
    JsonNode rehearsal = rehearse();
    assertThat(isShown(gone) && isShown(own)).isTrue();
    assertThat(digests(rehearsal)).hasSize(3).contains(gone.toString(), own.toString());
    assertThat(rehearsal.path("blobs").asLong()).isEqualTo(5);
    assertThat(rehearsal.path("dryRun").asBoolean()).isTrue();

    JsonNode collection = collect();
    assertThat(Set.copyOf(digests(collection))).isEqualTo(Set.copyOf(digests(rehearsal)));
    for (String number : List.of("manifestCount", "blobs", "bytes")) {
      assertThat(collection.path(number)).as(number).isEqualTo(rehearsal.path(number));
    }
    assertThat(isShown(shared)).isTrue();
  }

  @Test
  void theGraceMayBeChosen() {
    Digest digest = pushUntagged("a");
    world.clock.advance(Duration.ofHours(2));
    assertThat(digests(grace("3h"))).isEmpty();
    assertThat(digests(grace("1h"))).containsExactly(digest.toString());
    assertThat(isBlobShown(REPOSITORY, large("a"))).isFalse();
    TestAnswer answer = post("/collections", "{\"dryRun\":false,\"grace\":\"soon\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("wanted a number with s, m, h or d");
  }

  private JsonNode grace(String grace) {
    TestAnswer answer = post("/collections", "{\"dryRun\":false,\"grace\":\"" + grace + "\"}");
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void moreThanAPageIsCollectedInStepsAndTold() {
    int many = 2 * Candidates.PAGE + 1;
    for (int i = 0; i < many; i++) {
      byte[] index = Images.index(List.of(), Map.of("i", "" + i));
      registry.image(REPOSITORY, digest(index), index);
      registry.blob(REPOSITORY, config("blob " + i));
    }
    world.clock.advance(LONG);
    JsonNode collection = collect();
    assertThat(collection.path("manifestCount").asInt()).isEqualTo(many);
    assertThat(collection.path("blobs").asInt()).isEqualTo(many);
    assertThat(
            registry.count(
                "SELECT COUNT(*) FROM history WHERE event = 'collected' AND digest <> ''"))
        .isEqualTo(many);
    assertThat(
            registry.count(
                "SELECT COUNT(*) FROM history WHERE event = 'collected' AND digest = ''"))
        .as("one event for the blobs of each step")
        .isEqualTo(3);
    assertThat(registry.count("SELECT COUNT(*) FROM audit WHERE action = 'collect'")).isEqualTo(6);
  }

  @Test
  void eachRunIsWrittenDownWithWhoBeganIt() {
    pushUntagged("a");
    world.clock.advance(LONG);
    registry
        .request("POST", "/api/v1/collections")
        .with("Content-Type", "application/json")
        .body(Images.bytes("{\"dryRun\":false}"))
        .by("eve@shop")
        .send();
    assertThat(
            registry.count(
                "SELECT COUNT(*) FROM history WHERE event = 'collected' AND actor_name = 'eve@shop'"))
        .isEqualTo(2);
    assertThat(
            registry.count(
                "SELECT COUNT(*) FROM audit WHERE action = 'collect' AND actor_name = 'eve@shop'"))
        .isEqualTo(2);
  }

  @Test
  void aRunIsRefusedWhileABackupHoldsItOff() {
    Digest digest = pushUntagged("a");
    world.clock.advance(LONG);
    Map<String, String> runs =
        Map.of(
            "/collections", "{\"dryRun\":false}",
            "/collected/purges", "{}",
            "/retention/runs", "{}");
    try (CollectionGate.Hold _ = world.gate.hold()) {
      runs.forEach(
          (path, body) -> {
            TestAnswer answer = post(path, body);
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("60");
            assertThat(answer.text()).contains("COLLECTION_BUSY").contains("a backup holds it off");
          });
      assertThat(digests(rehearse())).as("to tell is always possible").hasSize(1);
    }
    assertThat(isShown(digest)).isTrue();
    assertThat(digests(collect())).containsExactly(digest.toString());
  }

  @Test
  void nothingIsLookedUpByReadingAllNamesOfARepository() {
    String plan =
        registry
            .database()
            .read(
                handle ->
                    String.join(
                        "\n",
                        handle
                            .createQuery("EXPLAIN QUERY PLAN " + Need.LOOSE)
                            .bind("repository", "r")
                            .bind("last", "")
                            .bind("before", 1)
                            .bind("limit", 1)
                            .map((row, _) -> row.getString("detail"))
                            .list()));
    assertThat(plan).contains("INDEX name_digest (repository=? AND digest=?)");
  }
}
