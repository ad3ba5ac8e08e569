package dev.stet.bench.loops;

import dev.stet.bench.content.GeneratedLog;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done for each entry of the log, and for each proof. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls what sets the fields
public class LogLoop {
  private static final int SIZE = 1000;

  private final Leaf leaf =
      new Leaf.Assign(
          "shop/platform/api",
          "main-3035eca",
          "sha256:%064x".formatted(1),
          1_700_000_000_000L,
          Optional.of(Hash.EMPTY_ROOT));
  private final byte[] entry = leaf.bytes();
  private final Hash hash = Hash.leaf(entry);
  private final Frontier edge = Frontier.empty();
  private GeneratedLog log;
  private byte[] proof;

  /** Writes a log, and keeps one proof of it. */
  @Setup
  public void prove() throws IOException {
    Path folder = Files.createTempDirectory("stet-bench-");
    log = GeneratedLog.write(folder, SIZE, new SecureRandom());
    proof = log.proof(1);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** An entry, written. */
  @Benchmark
  public byte[] format() {
    return leaf.bytes();
  }

  /** An entry, read. */
  @Benchmark
  public Leaf parse() {
    return Leaf.parse(entry);
  }

  /** The hash of an entry. */
  @Benchmark
  public Hash hash() {
    return Hash.leaf(entry);
  }

  /** An entry more at the edge of a tree. */
  @Benchmark
  public Frontier append() {
    edge.append(hash);
    return edge;
  }

  /** A proof of a tag, with three cosignatures. */
  @Benchmark
  public void verify() {
    log.verify(proof, 1);
  }
}
