package dev.stet.bench.loops;

import dev.stet.bench.content.SmallImage;
import dev.stet.http.PathPattern;
import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import dev.stet.oci.MediaTypes;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Parses what every request brings. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class ParsingLoop {
  private final SmallImage image = new SmallImage(1);
  private final String digest = image.layerDigest().toString();
  private final String repository = "shop/platform/api";
  private final String tag = "main-3035eca";
  private final String pattern = "/v2/{repository...}/manifests/{reference}";

  /** A digest. */
  @Benchmark
  public Digest digest() {
    return Digest.parse(digest);
  }

  /** The name of a repository. */
  @Benchmark
  public RepositoryName repositoryName() {
    return RepositoryName.parse(repository);
  }

  /** The name of a tag. */
  @Benchmark
  public TagName tagName() {
    return TagName.parse(tag);
  }

  /** A pattern of paths, at start. */
  @Benchmark
  public PathPattern pathPattern() {
    return PathPattern.of(pattern);
  }

  /** A manifest of one layer. */
  @Benchmark
  public Manifest manifest() {
    return Manifest.parse(image.manifest(), MediaTypes.OCI_IMAGE);
  }
}
