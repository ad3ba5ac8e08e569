package dev.stet.server.cosigning;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param gap between the end of a round and the next
 * @param patience how long a round waits for those that are slow; they may answer later
 * @param poll how often the log is looked at when nobody says that it grew
 * @param renew how long after a signature it is asked for anew, though the log did not grow
 * @param firstRetry how long after a failure a cosigner is asked again; twice as long after each
 * @param lastRetry the longest of these
 */
public record Timing(
    Duration gap,
    Duration patience,
    Duration poll,
    Duration renew,
    Duration firstRetry,
    Duration lastRetry) {
  /** As a server does it. */
  public static final Timing USUAL =
      new Timing(
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofMinutes(10),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5));

  /** How long to wait after so many failures in a row. */
  Duration retry(int failures) {
    Duration wait = firstRetry;
    for (int i = 1; i < failures && wait.compareTo(lastRetry) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(lastRetry) < 0 ? wait : lastRetry;
  }
}
