package dev.stet.acceptance.running;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** What a process writes, line by line, read as it comes. Safe for use by many threads. */
public final class Lines {
  private final List<String> lines = new ArrayList<>(); // under this
  private boolean ended; // under this

  private Lines() {}

  /** Reads a stream until it ends. */
  static Lines of(InputStream stream) {
    Lines lines = new Lines();
    Thread.ofPlatform().daemon().name("lines").start(() -> lines.read(stream));
    return lines;
  }

  private void read(InputStream stream) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(the stream broke: " + e.getMessage() + ")");
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** What came so far. */
  public synchronized List<String> soFar() {
    return List.copyOf(lines);
  }

  /**
   * Waits for a line.
   *
   * @param what the line, for the message of a failure
   * @throws AssertionError if the stream ended, or the time passed, without it
   */
  public synchronized String await(String what, Predicate<String> wanted, Duration atMost)
      throws InterruptedException {
    awaitThat(what, () -> lines.stream().anyMatch(wanted), atMost);
    return lines.stream().filter(wanted).findFirst().orElseThrow();
  }

  /**
   * Waits until all that came so far is as wanted.
   *
   * @throws AssertionError if the stream ended, or the time passed, before
   */
  public synchronized void awaitAll(String what, Predicate<String> wanted, Duration atMost)
      throws InterruptedException {
    awaitThat(what, () -> wanted.test(toString()), atMost);
  }

  /** Under the lock, which the wait gives up. */
  private void awaitThat(String what, BooleanSupplier wanted, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!wanted.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        throw new AssertionError(
            "no " + what + (ended ? " before the end" : " within " + atMost) + " in:\n" + this);
      }
      wait(Math.max(1, left / 1_000_000));
    }
  }

  /** Waits for the end of the stream; all of it. */
  synchronized String whole() throws InterruptedException {
    while (!ended) {
      wait();
    }
    return toString();
  }

  @Override
  public synchronized String toString() {
    return String.join("\n", lines);
  }
}
