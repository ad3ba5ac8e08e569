package dev.stet.registry.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.registry.TestRegistry;
import dev.stet.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Steps that are done at once, after others. Whatever comes of it has to be what {@link NamesModel}
 * says of the same steps one after the other, in some order.
 */
final class Race {
  private final TestRegistry registry;
  private final long time;
  private final List<Step> before;
  private final List<Step> racers;

  Race(TestRegistry registry, long time, List<Step> before, List<Step> racers) {
    this.registry = registry;
    this.time = time;
    this.before = before;
    this.racers = racers;
  }

  /** What came of it: the answers to the racers, and everything that can be seen then. */
  private record Outcome(List<String> answers, List<String> state) {
    Outcome {
      state = state.stream().sorted().toList();
    }
  }

  /** Lets each start when it likes. */
  void run(String prefix) {
    Driver driver = prepared(prefix);
    CyclicBarrier start = new CyclicBarrier(racers.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers =
          racers.stream()
              .map(
                  step ->
                      threads.submit(
                          () -> {
                            start.await();
                            return driver.apply(step);
                          }))
              .toList();
      check(driver, answers);
    }
  }

  /** Lets the writer wait until all are in its queue, in their order: one transaction has all. */
  void runInOneBatch(String prefix) {
    Driver driver = prepared(prefix);
    Database database = registry.database();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> gate = threads.submit(() -> hold(database, held, go));
      held.await();
      List<Future<String>> answers = new ArrayList<>();
      for (Step step : racers) {
        answers.add(threads.submit(() -> driver.apply(step)));
        while (database.waiting() < answers.size()) {
          Thread.onSpinWait();
        }
      }
      go.countDown();
      assertThat(result(gate)).isTrue();
      check(driver, answers);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean hold(Database database, CountDownLatch held, CountDownLatch go) {
    return database
        .<CountDownLatch, Boolean>lane(
            "gate",
            (_, latches) -> {
              held.countDown();
              return latches.stream().map(Race::awaited).toList();
            })
        .submit(go);
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Driver prepared(String prefix) {
    Driver driver = new Driver(registry, prefix);
    NamesModel model = new NamesModel();
    for (Step step : before) {
      assertThat(driver.apply(step)).as("%s", step).isEqualTo(model.apply(step, time));
    }
    return driver;
  }

  private void check(Driver driver, List<Future<String>> answers) {
    Outcome came = new Outcome(answers.stream().map(Race::result).toList(), driver.state());
    assertThat(orders(racers.size()).map(this::outcome))
        .as("%s at once, after %s", racers, before)
        .contains(came);
  }

  private Outcome outcome(List<Integer> order) {
    NamesModel model = new NamesModel();
    before.forEach(step -> model.apply(step, time));
    String[] answers = new String[racers.size()];
    order.forEach(i -> answers[i] = model.apply(racers.get(i), time));
    return new Outcome(List.of(answers), model.state());
  }

  /** All orders of the numbers below. */
  private static Stream<List<Integer>> orders(int count) {
    if (count == 0) {
      return Stream.of(List.of());
    }
    return orders(count - 1)
        .flatMap(
            order ->
                IntStream.range(0, count)
                    .mapToObj(
                        place -> {
                          List<Integer> longer = new ArrayList<>(order);
                          longer.add(place, count - 1);
                          return List.copyOf(longer);
                        }));
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
