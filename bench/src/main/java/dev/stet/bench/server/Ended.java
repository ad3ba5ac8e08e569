package dev.stet.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that has run to its end.
 *
 * @param seconds how long it took
 * @param peakResidentMib the most memory that it held, in MiB; what it took in its last moments may
 *     be missing
 * @param output what it said, on both streams
 */
public record Ended(double seconds, double peakResidentMib, String output) {
  private static final int MILLIS_BETWEEN_LOOKS = 20;

  /**
   * Runs a command that ends by itself.
   *
   * @param output a file for what it says
   * @throws IOException if it fails
   */
  public static Ended run(List<String> command, Path output) throws IOException {
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      process.getOutputStream().close();
      double peak = 0;
      while (!process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, Usage.of(process.toHandle()).peakResidentMib());
      }
      Ended ended =
          new Ended((System.nanoTime() - begin) / 1e9, peak, Files.readString(output).strip());
      if (process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed; it said:\n" + ended.output());
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.getFirst() + " ran", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
