package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.TestWorld;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The run that begins by itself. */
class NightlyTest extends SpaceTest {
  @Test
  void itBeginsAtTheNextTimeOfItsKind() {
    assertThat(world.timer.delay())
        .as("it is 14:00:00.123, and 03:00 is wanted")
        .isEqualTo(Duration.ofHours(13).minusMillis(123));
    world.clock.advance(world.timer.delay());
    world.timer.strike();
    assertThat(world.timer.delay()).isEqualTo(DAY);
    world.clock.advance(Duration.ofHours(2));
    world.timer.strike();
    assertThat(world.timer.delay()).as("it ran long").isEqualTo(Duration.ofHours(22));
    assertThat(world.told).containsSubsequence("nightly true", "nightly true");
  }

  @Test
  void itMayBeOff() {
    reopen(new TestWorld().noNightlyRun());
    assertThat(world.timer.delay()).isEqualTo(Duration.ZERO);
  }

  @Test
  void itDeletesCollectsAndPurges() {
    reopen(new TestWorld().rules("pr-* after 14 days"));
    Digest digest = push("pr-7-3035eca", "a");
    push("main-3035eca", "b");
    world.clock.advance(LONG);
    world.timer.strike();
    assertThat(isShown(REPOSITORY, "pr-7-3035eca")).isFalse();
    assertThat(isShown(digest)).as("it is collected in the same night").isFalse();
    assertThat(files()).hasSize(2);
    assertThat(
            registry.count(
                "SELECT COUNT(*) FROM history WHERE actor_name = 'stet' AND event = 'deleted'"))
        .isEqualTo(1);
    world.clock.advance(Duration.ofDays(7));
    world.timer.strike();
    assertThat(files()).containsExactly(digest(large("b")).toString());
    assertThat(isShown(REPOSITORY, "main-3035eca")).isTrue();
  }

  @Test
  void whenItBreaksOffItIsToldAndTriedAgain() {
    Digest digest = pushUntagged("a");
    world.clock.advance(LONG);
    world.inUse(
        (_, _) -> {
          throw RequestException.of(OciErrorCode.TOOMANYREQUESTS, "the ledger cannot be read")
              .status(503);
        });
    world.timer.strike();
    assertThat(world.told).containsExactly("nightly false");
    assertThat(isShown(digest)).isTrue();
    world.inUse((_, _) -> Optional.empty());
    world.clock.advance(world.timer.delay());
    world.timer.strike();
    assertThat(world.told).last().isEqualTo("nightly true");
    assertThat(isShown(digest)).isFalse();
  }

  @Test
  void itBreaksOffWhenStetStops() {
    Digest digest = pushUntagged("a");
    world.clock.advance(LONG);
    Thread.currentThread().interrupt();
    world.timer.strike();
    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    assertThat(world.told).isEmpty();
    assertThat(isShown(digest)).isTrue();
  }
}
