package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What rules of retention do to the tags of a registry. */
class RetentionTest extends SpaceTest {
  private void rules(String... rules) {
    reopen(new TestWorld().rules(rules));
  }

  /** An image that needs nothing, each seed another. */
  private static byte[] tiny(String seed) {
    return Images.index(List.of(), Map.of("seed", seed));
  }

  private Digest tag(String name) {
    return tag(REPOSITORY, name);
  }

  private Digest tag(String repository, String name) {
    world.clock.advance(Duration.ofMinutes(1));
    return registry.image(repository, name, tiny(repository + name));
  }

  private JsonNode plan() {
    return registry.get("/api/v1/retention/plan").json();
  }

  private JsonNode run() {
    var answer = post("/retention/runs", "{}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> tags(JsonNode plan, String which) {
    return plan.path(which).valueStream().map(it -> it.path("tag").asString()).toList();
  }

  private static String reason(JsonNode plan, String which, String tag) {
    return plan.path(which)
        .valueStream()
        .filter(it -> it.path("tag").asString().equals(tag))
        .map(it -> it.path("reason").asString())
        .findFirst()
        .orElse("nothing of " + tag);
  }

  @Test
  void withoutRulesNothingGoes() {
    tag("v1");
    world.clock.advance(Duration.ofDays(900));
    assertThat(plan().path("goCount").asLong() + plan().path("stayCount").asLong()).isZero();
    assertThat(run().path("goCount").asLong()).isZero();
    assertThat(isShown(REPOSITORY, "v1")).isTrue();
  }

  @Test
  void thePlanTellsWhyATagMayGoOrWhatMakesItStay() {
    rules("keep v*", "pr-* after 14 days", "keep 2 newest per branch", "not pulled for 90 days");
    tag("pr-1-1111111");
    for (int i = 1; i <= 4; i++) {
      tag("main-aaaaaa" + i);
    }
    tag("fix-bbbbbbb");
    tag("v1");
    tag("1.0");
    tag("2.0");
    world.clock.advance(Duration.ofDays(100));
    registry.get("/v2/shop/api/manifests/2.0");
    tag("pr-2-2222222");
    tag("3.0");

    JsonNode plan = plan();
    assertThat(tags(plan, "go"))
        .containsExactlyInAnyOrder("pr-1-1111111", "main-aaaaaa1", "main-aaaaaa2", "1.0");
    assertThat(reason(plan, "go", "pr-1-1111111"))
        .isEqualTo("matches pr-* and was pushed more than 14 days ago");
    assertThat(reason(plan, "go", "main-aaaaaa2"))
        .isEqualTo("is not among the 2 newest of branch main");
    assertThat(reason(plan, "go", "1.0")).isEqualTo("was neither pushed nor pulled in 90 days");
    assertThat(reason(plan, "stay", "v1")).isEqualTo("matches v*");
    assertThat(reason(plan, "stay", "main-aaaaaa3"))
        .isEqualTo("is among the 2 newest of branch main");
    assertThat(reason(plan, "stay", "pr-2-2222222"))
        .as("too young to go as pr-*, so the next rule decides")
        .isEqualTo("is among the 2 newest of branch pr-2");
    assertThat(tags(plan, "stay")).doesNotContain("2.0", "3.0");
    assertThat(plan.path("goCount").asLong()).isEqualTo(4);
    assertThat(plan.path("rules").path(1).asString()).isEqualTo("pr-* after 14 days");
    assertThat(plan.path("go").path(0).path("repository").asString()).isEqualTo(REPOSITORY);
    assertThat(isShown(REPOSITORY, "1.0")).as("it is a plan").isTrue();
  }

  @Test
  void aRunBurnsTheTagsWithTheReasonRetention() {
    rules("keep 1 newest per branch");
    Digest old = tag("main-aaaaaa1");
    tag("main-aaaaaa2");
    JsonNode run = run();
    assertThat(tags(run, "go")).containsExactly("main-aaaaaa1");
    assertThat(tags(run, "stay")).containsExactly("main-aaaaaa2");
    assertThat(isShown(REPOSITORY, "main-aaaaaa1")).isFalse();
    assertThat(isShown(old)).as("the collection is another matter").isTrue();
    assertThat(registry.put(REPOSITORY, "main-aaaaaa1", tiny("other")).failure())
        .isEqualTo("409 DENIED");
    assertThat(
            registry.count(
                "SELECT COUNT(*) FROM name WHERE name = 'main-aaaaaa1'"
                    + " AND deleted_reason = 'retention'"))
        .isEqualTo(1);
    assertThat(tags(run(), "go")).as("once").isEmpty();
  }

  @Test
  @Tag("hole-protected-collected")
  void whatIsProtectedStaysWhateverTheRulesSay() {
    rules("* after 1 day");
    Digest pinned = tag("pinned");
    Digest running = tag("running");
    tag("pointed-at");
    byte[] child = tiny("child");
    registry.image(REPOSITORY, "child", child);
    Digest index = registry.image(REPOSITORY, "index", index(child));
    world.inUse(
        (_, digest) ->
            digest.equals(running) ? Optional.of("environment production") : Optional.empty());
    for (Digest digest : List.of(pinned, index)) {
      assertThat(
              post("/repositories/shop%2Fapi/pins", "{\"reference\":\"" + digest + "\"}").status())
          .isEqualTo(201);
    }
    assertThat(
            post(
                    "/repositories/shop%2Fapi/channels",
                    "{\"name\":\"latest\",\"tag\":\"pointed-at\"}")
                .status())
        .isEqualTo(201);
    tag("idle");
    world.clock.advance(Duration.ofDays(2));

    JsonNode plan = plan();
    assertThat(tags(plan, "go")).containsExactly("idle");
    assertThat(reason(plan, "stay", "pinned")).isEqualTo("is pinned");
    assertThat(reason(plan, "stay", "running")).isEqualTo("is in use by environment production");
    assertThat(reason(plan, "stay", "pointed-at")).isEqualTo("is what channel latest points to");
    assertThat(reason(plan, "stay", "child"))
        .isEqualTo("belongs to " + index.abbreviated() + ", which is pinned");
    assertThat(tags(plan, "stay")).as("a channel is no matter of rules").doesNotContain("latest");
    assertThat(tags(run(), "go")).containsExactly("idle");
    for (String tag : List.of("pinned", "running", "pointed-at", "child", "index", "latest")) {
      assertThat(isShown(REPOSITORY, tag)).as(tag).isTrue();
    }
  }

  @Test
  @Tag("hole-protected-collected")
  void whenNobodyCanSayWhatIsInUseNothingGoes() {
    rules("* after 1 day");
    tag("v1");
    world.clock.advance(Duration.ofDays(2));
    world.inUse(
        (_, _) -> {
          throw RequestException.of(OciErrorCode.TOOMANYREQUESTS, "the ledger is stale")
              .status(503);
        });
    assertThat(registry.get("/api/v1/retention/plan").status()).isEqualTo(503);
    assertThat(post("/retention/runs", "{}").status()).isEqualTo(503);
    assertThat(isShown(REPOSITORY, "v1")).isTrue();
  }

  /** The plan saw it idle, and when it was to be deleted it ran. */
  @Test
  void whatIsProtectedIsAskedAgainWhenATagIsDeleted() {
    rules("* after 1 day");
    tag("v1");
    world.clock.advance(Duration.ofDays(2));
    world.inUse(
        (_, _) ->
            Thread.currentThread().getName().equals("store-writer")
                ? Optional.of("environment production")
                : Optional.empty());
    JsonNode run = run();
    assertThat(tags(run, "go")).isEmpty();
    assertThat(reason(run, "stay", "v1")).isEqualTo("is in use by environment production");
    assertThat(isShown(REPOSITORY, "v1")).isTrue();
  }

  @Test
  void aSignatureUnderAMachineTagStaysForAsLongAsItsImage() {
    rules("sha256-* after 1 day", "keep 1 newest", "v1 after 30 days");
    Digest image = tag("v1");
    byte[] signature = referrer("signature", digest(tiny("nobody")));
    String name = "sha256-" + image.hex() + ".sig";
    registry.image(REPOSITORY, name, signature, config("signature"), large("signature"));
    world.clock.advance(Duration.ofDays(2));
    assertThat(reason(plan(), "stay", name))
        .isEqualTo("is attached to " + image.abbreviated() + ", which stays");
    assertThat(tags(plan(), "stay")).as("it does not count among the newest").contains("v1");

    delete("/v2/shop/api/manifests/" + image);
    assertThat(tags(run(), "go")).containsExactly(name);
  }

  @Test
  void rulesOfSomeRepositoriesDoNotTouchOthers() {
    rules("in shop/**: keep 1 newest", "in other/api: * after 1 day");
    for (String repository : List.of("shop/api", "shop/deep/er", "other/api", "other/web")) {
      tag(repository, "1");
      tag(repository, "2");
    }
    world.clock.advance(Duration.ofDays(2));
    run();
    for (String repository : List.of("shop/api", "shop/deep/er")) {
      assertThat(isShown(repository, "1")).as(repository).isFalse();
      assertThat(isShown(repository, "2")).as(repository).isTrue();
    }
    assertThat(isShown("other/api", "1") || isShown("other/api", "2")).isFalse();
    assertThat(isShown("other/web", "1") && isShown("other/web", "2")).isTrue();
  }

  @Test
  void namesThatMoveAreJudgedByTheirLastMove() {
    rules("* after 10 days");
    assertThat(post("/declarations", "{\"pattern\":\"scratch/**\",\"kind\":\"mutable\"}").status())
        .isEqualTo(200);
    tag("scratch/x", "old");
    tag("scratch/x", "moved");
    world.clock.advance(Duration.ofDays(11));
    registry.image("scratch/x", "moved", tiny("new"));
    assertThat(tags(run(), "go")).containsExactly("old");
    assertThat(isShown("scratch/x", "moved")).isTrue();
    assertThat(isShown("scratch/x", "old")).isFalse();
  }

  /** The plan has seen the old image under the name. */
  @Test
  void aNameThatIsMovedMeanwhileIsLeftAlone() {
    rules("* after 10 days");
    assertThat(post("/declarations", "{\"pattern\":\"scratch/**\",\"kind\":\"mutable\"}").status())
        .isEqualTo(200);
    Digest old = tag("scratch/x", "moved");
    world.clock.advance(Duration.ofDays(11));
    AtomicBoolean moved = new AtomicBoolean();
    world.inUse(
        (_, digest) -> {
          if (digest.equals(old) && moved.compareAndSet(false, true)) {
            registry.image("scratch/x", "moved", tiny("new"));
          }
          return Optional.empty();
        });
    assertThat(tags(run(), "go")).isEmpty();
    assertThat(moved).isTrue();
    assertThat(isShown("scratch/x", "moved")).isTrue();
  }

  @Test
  void aTagOfADamagedRowIsNoReasonToGoOn() {
    rules("* after 1 day");
    tag("v1");
    tag("v2");
    world.clock.advance(Duration.ofDays(2));
    registry.damage("UPDATE name SET pushed_at = 1 WHERE name = 'v1'");
    TestAnswer refused = post("/retention/runs", "{}");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("v1", REPOSITORY, "restore the database from a backup");
    world.timer.strike();
    assertThat(world.told).containsExactly("nightly false");
    assertThat(isShown(REPOSITORY, "v2")).isTrue();
  }

  @Test
  void whatWasDeletedByARuleCanComeBack() {
    rules("* after 1 day");
    push("v1", "a");
    world.clock.advance(LONG);
    run();
    collect();
    assertThat(isBlobShown(REPOSITORY, large("a"))).isFalse();
    assertThat(post("/repositories/shop%2Fapi/restorations", "{\"reference\":\"v1\"}").status())
        .isEqualTo(200);
    assertWhole("v1", "a");
  }
}
