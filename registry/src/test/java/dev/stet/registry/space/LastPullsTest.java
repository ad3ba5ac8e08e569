package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.Images;
import dev.stet.registry.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When each manifest was pulled last. */
class LastPullsTest extends SpaceTest {
  private static final String MANIFESTS = "/v2/shop/api/manifests/";

  private Optional<Instant> pulledAt(Digest digest) {
    return registry
        .database()
        .read(
            handle ->
                handle
                    .createQuery("SELECT at FROM last_pull WHERE digest = ?")
                    .bind(0, digest.toString())
                    .mapTo(Long.class)
                    .findOne()
                    .map(Instant::ofEpochMilli));
  }

  @Test
  void aPullIsWrittenWithinAMinuteAndNotBefore() {
    Digest digest = push("v1", "a");
    Instant pulled = world.clock.instant();
    registry.get(MANIFESTS + "v1");
    world.clock.advance(Duration.ofSeconds(30));
    assertThat(pulledAt(digest)).as("never on the way of a request").isEmpty();
    world.timer.tick();
    assertThat(pulledAt(digest)).contains(pulled);
  }

  @Test
  void everyWayToPullCounts() {
    Digest digest = push("v1", "a");
    for (String reference : List.of("v1", digest.toString())) {
      for (boolean fromMemory : new boolean[] {false, true}) {
        world.clock.advance(DAY);
        assertThat(registry.get(MANIFESTS + reference).status()).isEqualTo(200);
        if (fromMemory) {
          assertThat(registry.get(MANIFESTS + reference).fromMemory()).isTrue();
        }
        world.timer.tick();
        assertThat(pulledAt(digest)).contains(world.clock.instant());
      }
    }
    world.clock.advance(DAY);
    assertThat(
            registry
                .request("GET", MANIFESTS + "v1")
                .with("If-None-Match", "\"" + digest + "\"")
                .send()
                .status())
        .isEqualTo(304);
    world.timer.tick();
    assertThat(pulledAt(digest)).as("somebody has it and asks").contains(world.clock.instant());
  }

  @Test
  void aLookIsNoPull() {
    Digest digest = push("v1", "a");
    registry.head(MANIFESTS + "v1");
    registry.head(MANIFESTS + digest);
    registry.get("/v2/shop/api/tags/list");
    registry.get("/api/v1/repositories/shop%2Fapi/tags/v1");
    registry.get(MANIFESTS + "v2");
    world.timer.tick();
    assertThat(rows("last_pull")).isZero();
  }

  @Test
  void theLastPullCountsAndNoneIsForgotten() {
    Digest digest = push("v1", "a");
    registry.get(MANIFESTS + "v1");
    world.timer.tick();
    Instant first = world.clock.instant();
    world.clock.advance(DAY);
    world.timer.tick();
    assertThat(pulledAt(digest)).contains(first);
    registry.get(MANIFESTS + "v1");
    world.timer.tick();
    assertThat(pulledAt(digest)).contains(first.plus(DAY));
    assertThat(rows("last_pull")).isEqualTo(1);
  }

  @Test
  void eachRepositoryHasItsOwn() {
    push("v1", "a");
    push("shop/web", "v1", "a");
    registry.get(MANIFESTS + "v1");
    world.timer.tick();
    assertThat(registry.count("SELECT COUNT(*) FROM last_pull WHERE repository = 'shop/api'"))
        .isEqualTo(1);
    assertThat(rows("last_pull")).isEqualTo(1);
  }

  @Test
  void whatWasNotedIsWrittenWhenStetStops() {
    Digest digest = push("v1", "a");
    registry.get(MANIFESTS + "v1");
    Instant pulled = world.clock.instant();
    world.clock.advance(DAY);
    reopen(new TestWorld());
    assertThat(pulledAt(digest)).contains(pulled);
  }

  @Test
  void whatCannotBeWrittenStaysNoted() {
    Digest digest = push("v1", "a");
    Instant pulled = world.clock.instant();
    registry.get(MANIFESTS + "v1");
    registry.change(
        "CREATE TRIGGER refused BEFORE INSERT ON last_pull"
            + " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    world.timer.tick();
    assertThat(rows("last_pull")).isZero();
    registry.change("DROP TRIGGER refused");
    world.clock.advance(Duration.ofMinutes(1));
    world.timer.tick();
    assertThat(pulledAt(digest)).contains(pulled);
  }

  @Test
  void whatIsPurgedHasNoLastPull() {
    Digest digest = pushUntagged("a");
    registry.get(MANIFESTS + digest);
    world.timer.tick();
    assertThat(rows("last_pull")).isEqualTo(1);
    registry.get(MANIFESTS + digest);
    world.clock.advance(LONG);
    collect();
    purge();
    world.timer.tick();
    assertThat(rows("last_pull")).isZero();
  }

  @Test
  void manyPullsAreWrittenEarly() {
    RepositoryName repository = RepositoryName.parse(REPOSITORY);
    Digest digest = push("v1", "a");
    LastPulls pulls = LastPulls.start(registry.database(), world.clock, world.timer);
    world.timer.strike();
    pulls.pulled(repository, digest);
    for (int i = 0; pulls.waiting() < 19_999; i++) {
      pulls.pulled(repository, Digest.sha256(Images.config(Map.of("i", Integer.toString(i)))));
    }
    world.timer.strike();
    assertThat(pulls.waiting()).as("not yet").isEqualTo(19_999);
    pulls.pulled(repository, Digest.sha256(new byte[0]));
    world.timer.strike();
    assertThat(pulls.waiting()).isZero();
    assertThat(pulledAt(digest)).contains(world.clock.instant());
  }

  @Test
  void sinceWhenPullsAreKnownIsRemembered() {
    Instant since = world.clock.instant();
    TestWorld later = new TestWorld();
    later.clock.advance(DAY);
    reopen(later);
    assertThat(registry.count("SELECT since FROM pulls_known")).isEqualTo(since.toEpochMilli());
    assertThat(rows("pulls_known")).isEqualTo(1);
  }
}
