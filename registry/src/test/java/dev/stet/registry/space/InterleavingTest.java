package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A push, with collection and purge between each two of its steps. Whatever comes between, an image
 * that was acknowledged under a tag is whole, and stays so.
 *
 * <p>What happens within a step, between the bytes of a blob and their row, is shown by {@code
 * BlobRemovalTest}.
 */
class InterleavingTest extends SpaceTest {
  /** More than a push needs. */
  private static final int MOST_REQUESTS = 40;

  /** What was there before the push. */
  enum Before {
    /** Nothing. */
    NOTHING,
    /** All of it, which nothing needs any more, and whose grace is over. */
    UNNEEDED,
    /** All of it, collected. */
    COLLECTED,
    /** All of it, collected so long ago that it is about to be purged. */
    EXPIRED,
    /** All of it, in another repository, which needs it. */
    ELSEWHERE
  }

  /** What comes between. */
  enum Between {
    /** A usual run. */
    RUN(false, false),
    /** A run without any grace. */
    RUN_WITHOUT_GRACE(true, false),
    /** A run without any grace, and then everything that is hidden goes for good. */
    RUN_AND_PURGE(true, true);

    private final boolean withoutGrace;
    private final boolean purge;

    Between(boolean withoutGrace, boolean purge) {
      this.withoutGrace = withoutGrace;
      this.purge = purge;
    }
  }

  static Stream<Arguments> all() {
    return Stream.of(Before.values())
        .flatMap(before -> Stream.of(Between.values()).map(it -> Arguments.of(before, it)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void anAcknowledgedImageIsWhole(Before before, Between between) {
    int requests = MOST_REQUESTS;
    int repeats = 0;
    for (int step = 0; step <= requests; step++) {
      Pusher pusher = interleave(before, between, step);
      requests = Math.min(requests, pusher.requests());
      repeats += pusher.repeats();
    }
    assertThat(requests).as("every step had its turn").isBetween(8, MOST_REQUESTS - 1);
    if (between.purge) {
      assertThat(repeats)
          .as("what is purged in the middle of a push has to be pushed again")
          .isPositive();
    } else {
      assertThat(repeats).as("a collection is no matter to those who push").isZero();
    }
  }

  /** One push with one run before its step of that number. Every push is of other images. */
  private Pusher interleave(Before before, Between between, int step) {
    String amd64 = "amd64-" + step;
    String arm64 = "arm64-" + step;
    byte[] index = index(image(amd64), image(arm64));
    prepare(before, List.of(amd64, arm64), index);
    Pusher pusher =
        new Pusher(
            registry,
            REPOSITORY,
            number -> {
              if (number == step) {
                intrude(between);
              }
            });
    Map<String, byte[]> manifests = new LinkedHashMap<>();
    manifests.put(digest(image(amd64)).toString(), image(amd64));
    manifests.put(digest(image(arm64)).toString(), image(arm64));
    manifests.put("v" + step, index);
    manifests.put("v" + step + "-amd64", image(amd64));
    pusher.push(List.of(config(amd64), large(amd64), config(arm64), large(arm64)), manifests);

    assertAllWhole(step, index);
    intrude(Between.RUN_AND_PURGE);
    world.clock.advance(LONG);
    intrude(Between.RUN_AND_PURGE);
    assertAllWhole(step, index);
    return pusher;
  }

  private void assertAllWhole(int step, byte[] index) {
    assertThat(registry.get("/v2/shop/api/manifests/v" + step).bytes()).isEqualTo(index);
    assertWhole("v" + step + "-amd64", "amd64-" + step);
    assertWhole(digest(image("amd64-" + step)).toString(), "amd64-" + step);
    assertWhole(digest(image("arm64-" + step)).toString(), "arm64-" + step);
  }

  private void prepare(Before before, List<String> seeds, byte[] index) {
    if (before == Before.NOTHING) {
      return;
    }
    String repository = before == Before.ELSEWHERE ? "shop/web" : REPOSITORY;
    seeds.forEach(seed -> push(repository, digest(image(seed)).toString(), seed));
    String reference =
        before == Before.ELSEWHERE ? "v-" + seeds.getFirst() : digest(index).toString();
    registry.image(repository, reference, index);
    world.clock.advance(LONG);
    if (before == Before.COLLECTED || before == Before.EXPIRED) {
      collect();
    }
    if (before == Before.EXPIRED) {
      world.clock.advance(Duration.ofDays(7));
    }
  }

  private void intrude(Between between) {
    world.clock.advance(Duration.ofMillis(1));
    if (between.withoutGrace) {
      assertThat(post("/collections", "{\"dryRun\":false,\"grace\":\"0s\"}").status())
          .isEqualTo(200);
    } else {
      collect();
    }
    if (between.purge) {
      purge();
    }
  }
}
