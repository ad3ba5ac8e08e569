package dev.stet.bench.loops;

import dev.stet.oci.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Hashes 4 MiB in steps, from the heap and from outside it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class HashingLoop {
  private static final int LENGTH = 4 * 1024 * 1024;

  /** The length of a step in bytes. */
  @Param({"65536", "262144", "1048576"})
  public int step;

  private final byte[] heap = new byte[LENGTH];
  private final ByteBuffer direct = ByteBuffer.allocateDirect(LENGTH);

  /** Fills the bytes. */
  @Setup
  public void fill() {
    new SplittableRandom(1).nextBytes(heap);
    direct.put(heap).clear();
  }

  /** From an array. */
  @Benchmark
  public byte[] fromArray() {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    for (int start = 0; start < LENGTH; start += step) {
      hash.update(heap, start, step);
    }
    return hash.digest();
  }

  /** From a direct buffer, which the JDK copies in small pieces. */
  @Benchmark
  public byte[] fromDirectBuffer() {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    for (int start = 0; start < LENGTH; start += step) {
      hash.update(direct.slice(start, step));
    }
    return hash.digest();
  }

  /** From a direct buffer that is copied to an array in whole steps first. */
  @Benchmark
  public byte[] fromDirectBufferByArray() {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    byte[] copy = new byte[step];
    for (int start = 0; start < LENGTH; start += step) {
      direct.get(start, copy);
      hash.update(copy);
    }
    return hash.digest();
  }
}
