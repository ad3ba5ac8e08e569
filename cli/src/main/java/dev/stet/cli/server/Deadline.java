package dev.stet.cli.server;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A time for a whole exchange with a server. The timeout of a request ends with the head of its
 * answer, so a server that sends a head and falls silent would be waited for without end.
 */
final class Deadline {
  private Deadline() {}

  /**
   * What an exchange yields, if it ends in time; else it is broken off.
   *
   * @throws HttpTimeoutException if it does not end in time
   * @throws IOException if the exchange fails with one
   */
  static <T> T of(Duration patience, Callable<T> exchange)
      throws IOException, InterruptedException {
    FutureTask<T> running = new FutureTask<>(exchange);
    Thread.ofVirtual().name("exchange").start(running);
    try {
      return running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer in " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw unwrapped(Objects.requireNonNull(e.getCause()));
    } finally {
      running.cancel(true);
    }
  }

  private static IOException unwrapped(Throwable cause) throws InterruptedException {
    return switch (cause) {
      case IOException e -> e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(cause);
    };
  }
}
