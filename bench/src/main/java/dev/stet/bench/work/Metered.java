package dev.stet.bench.work;

import dev.stet.bench.server.RunningServer;
import java.io.IOException;

/**
 * What something has cost.
 *
 * @param seconds how long it took
 * @param cpuSeconds what it cost the server on the processors
 */
record Metered(double seconds, double cpuSeconds) {
  /** Something that is measured. */
  @FunctionalInterface
  interface Action {
    /** Does it. */
    void run() throws IOException;
  }

  /** Does it and measures what it costs the server. */
  static Metered measure(RunningServer server, Action action) throws IOException {
    double cpuBefore = server.usage().cpuSeconds();
    long begin = System.nanoTime();
    action.run();
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Metered(seconds, server.usage().cpuSeconds() - cpuBefore);
  }

  /** Speed in MB/s. */
  double megabytesPerSecond(long bytes) {
    return bytes / 1e6 / seconds;
  }

  /** Processor time in seconds for 10⁹ bytes. */
  double cpuSecondsPerGigabyte(long bytes) {
    return cpuSeconds / (bytes / 1e9);
  }
}
