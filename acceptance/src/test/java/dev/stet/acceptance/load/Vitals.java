package dev.stet.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a running Stet does, seen from outside. */
final class Vitals {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");
  private static final Pattern FILES =
      Pattern.compile("(?m)^Max open files\\s+\\S+\\s+(\\d+|unlimited)");

  private final RegistryClient client;
  private final Path process;

  Vitals(StetProcess stet, RegistryClient client) {
    this.client = client;
    this.process = Path.of("/proc/" + stet.pid());
    if (!Files.isDirectory(process)) {
      throw Tools.missing("this system shows no files and memory of a process under /proc");
    }
  }

  /** Skips the test where a process may not have that many connections. */
  void needsConnections(int count) throws IOException {
    Matcher limit = FILES.matcher(Files.readString(process.resolve("limits")));
    assertThat(limit.find()).isTrue();
    int others = 200;
    if (!limit.group(1).equals("unlimited") && Long.parseLong(limit.group(1)) < count + others) {
      throw Tools.missing(
          "a process may have "
              + limit.group(1)
              + " open files (ulimit -Hn), fewer than "
              + (count + others));
    }
  }

  double connections() throws IOException, InterruptedException {
    return client.metric("stet_http_connections");
  }

  /** How many connections were ended for a reason. */
  double ended(String reason) throws IOException, InterruptedException {
    return client.metric("stet_http_connections_ended_total{reason=\"" + reason + "\"}");
  }

  /** Bytes outside of the heap that buffers take. */
  double buffers() throws IOException, InterruptedException {
    return client.metric("jvm_buffer_memory_used_bytes{id=\"direct\"}");
  }

  long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return files.count();
    }
  }

  /** The most memory that the process ever had, in bytes. */
  long peakMemory() throws IOException {
    Matcher peak = PEAK.matcher(Files.readString(process.resolve("status")));
    assertThat(peak.find()).isTrue();
    return Long.parseLong(peak.group(1)) * 1024;
  }

  /** Something that is so or not. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** Waits until it holds. */
  static void await(String what, Condition condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
