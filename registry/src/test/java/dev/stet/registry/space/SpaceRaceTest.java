package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pushes, deletes, collections and purges at once. */
class SpaceRaceTest extends SpaceTest {
  private static final int PUSHERS = 4;
  private static final int ROUNDS = 40;

  /** Few, so that everybody is at the same content all the time. */
  private static final List<String> SEEDS = List.of("a", "b", "c");

  /**
   * The shortest grace and the shortest window there can be: whatever nothing needs goes at once.
   */
  @Test
  void whatIsAcknowledgedIsWholeWhoeverTakesAwayTheRest() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<Integer> intruder = threads.submit(() -> intrudeUntil(over));
      List<Callable<String>> pushers =
          IntStream.range(0, PUSHERS)
              .<Callable<String>>mapToObj(it -> () -> pushRounds(it))
              .toList();
      List<String> left = new ArrayList<>();
      try {
        for (Future<String> pusher : threads.invokeAll(pushers)) {
          left.add(result(pusher));
        }
      } finally {
        over.set(true);
      }
      assertThat(result(intruder)).as("runs").isPositive();
      for (int i = 0; i < PUSHERS; i++) {
        assertWhole("last-" + i, left.get(i));
      }
    }
    world.clock.advance(LONG);
    collect();
    purge();
    assertThat(files()).hasSizeLessThanOrEqualTo(SEEDS.size());
    assertThat(registry.count("SELECT COUNT(*) FROM blob WHERE storage_key <> ''"))
        .as("as many rows as files")
        .isEqualTo(files().size());
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private int intrudeUntil(AtomicBoolean over) {
    int runs = 0;
    while (!over.get()) {
      world.clock.advance(Duration.ofMillis(1));
      assertThat(post("/collections", "{\"dryRun\":false,\"grace\":\"0s\"}").status())
          .isEqualTo(200);
      purge();
      runs++;
    }
    return runs;
  }

  /** Pushes an image under a name of its own and deletes that again, over and over. */
  private String pushRounds(int pusher) {
    String seed = SEEDS.getFirst();
    for (int round = 0; round < ROUNDS; round++) {
      seed = SEEDS.get((pusher + round) % SEEDS.size());
      String tag = "p" + pusher + "-" + round;
      push(tag, seed, Map.of(tag, image(seed)));
      deleteTag(tag);
    }
    push("last-" + pusher, seed, Map.of("last-" + pusher, image(seed)));
    return seed;
  }

  private void push(String tag, String seed, Map<String, byte[]> manifests) {
    new Pusher(registry, REPOSITORY, _ -> {}).push(List.of(config(seed), large(seed)), manifests);
    assertWhole(tag, seed);
  }
}
