package dev.stet.bench.load;

import dev.stet.bench.client.Client;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that repeat the same step side by side, each on its own connection and thread. */
public final class Clients {
  /** What a client does again and again. */
  @FunctionalInterface
  public interface Step {
    /** Does it once. */
    void run(Client client) throws IOException;
  }

  private Clients() {}

  /** Repeats the step until the time is over; the first wrong answer ends the run. */
  public static Latencies repeat(InetSocketAddress server, int clients, Duration time, Step step)
      throws IOException {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    return run(server, clients, begin, step, (_, now) -> now < end);
  }

  /** Repeats the step so many times in each client. */
  public static Latencies times(InetSocketAddress server, int clients, int times, Step step)
      throws IOException {
    return run(server, clients, System.nanoTime(), step, (done, _) -> done < times);
  }

  /** Whether a client does the step once more. */
  private interface Condition {
    boolean goesOn(int done, long now);
  }

  private static Latencies run(
      InetSocketAddress server, int clients, long begin, Step step, Condition condition)
      throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<long[]>> results = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        results.add(threads.submit(() -> loop(server, step, condition)));
      }
      long[] nanos = join(results);
      return new Latencies(nanos, (System.nanoTime() - begin) / 1e9);
    }
  }

  private static long[] loop(InetSocketAddress server, Step step, Condition condition)
      throws IOException {
    long[] nanos = new long[1024];
    int count = 0;
    try (Client client = new Client(server)) {
      long now = System.nanoTime();
      while (condition.goesOn(count, now)) {
        step.run(client);
        long after = System.nanoTime();
        if (count == nanos.length) {
          nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = after - now;
        now = after;
      }
    }
    return Arrays.copyOf(nanos, count);
  }

  private static long[] join(List<Future<long[]>> results) throws IOException {
    try {
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> result : results) {
        all.add(result.get());
      }
      return all.stream().flatMapToLong(Arrays::stream).toArray();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the clients ran", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
