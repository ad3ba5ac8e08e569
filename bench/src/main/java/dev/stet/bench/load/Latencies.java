package dev.stet.bench.load;

import java.util.Arrays;

/**
 * How long the steps of a run took. Immutable.
 *
 * <p>Percentiles are those of the nearest rank.
 */
public final class Latencies {
  private final long[] sortedNanos;
  private final double seconds;

  /**
   * Takes what was measured.
   *
   * @param nanos the time of each step, in nanoseconds; not empty
   * @param seconds how long the whole run took
   */
  public Latencies(long[] nanos, double seconds) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("a run without a single step measures nothing");
    }
    this.sortedNanos = nanos.clone();
    Arrays.sort(sortedNanos);
    this.seconds = seconds;
  }

  /** How many steps there were. */
  public int count() {
    return sortedNanos.length;
  }

  /** Steps in a second. */
  public double rate() {
    return count() / seconds;
  }

  /**
   * The time that so many of hundred steps did not exceed, in milliseconds.
   *
   * @param percent 1 to 100
   */
  public double millis(int percent) {
    int rank = (int) Math.ceil(count() * percent / 100.0);
    return sortedNanos[Math.max(rank, 1) - 1] / 1e6;
  }
}
