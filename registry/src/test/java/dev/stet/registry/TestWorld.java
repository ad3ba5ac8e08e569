package dev.stet.registry;

import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.log.LogCopy;
import dev.stet.registry.log.QuorumWait;
import dev.stet.registry.protection.ImagesInUse;
import dev.stet.registry.retention.RetentionRule;
import dev.stet.registry.space.CollectionGate;
import dev.stet.registry.space.Grace;
import dev.stet.registry.space.SpaceObserver;
import dev.stet.registry.space.SpaceSettings;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a {@link TestRegistry} finds around itself; a test changes what it is about. */
public final class TestWorld {
  public final MovableClock clock = new MovableClock(TestRegistry.NOW);
  public final TestTimer timer = new TestTimer();
  public final CollectionGate gate = new CollectionGate();

  /** What the observer of space was told. */
  public final List<String> told = new ArrayList<>();

  private ImagesInUse inUse = ImagesInUse.NONE;
  private UnaryOperator<BlobStore> blobs = UnaryOperator.identity();
  private List<RetentionRule> rules = List.of();
  private Optional<LocalTime> nightly = Optional.of(LocalTime.of(3, 0));

  public TestWorld inUse(ImagesInUse images) {
    inUse = images;
    return this;
  }

  public TestWorld blobs(UnaryOperator<BlobStore> seenThrough) {
    blobs = seenThrough;
    return this;
  }

  public TestWorld rules(String... texts) {
    rules = Stream.of(texts).map(RetentionRule::parse).toList();
    return this;
  }

  public TestWorld noNightlyRun() {
    nightly = Optional.empty();
    return this;
  }

  /** What a push that waits for a quorum finds. */
  public QuorumWait quorum = QuorumWait.NOBODY;

  /** The same world for another start: its time goes on, and so does what others keep. */
  public TestWorld later() {
    TestWorld later = new TestWorld();
    later.clock.advance(Duration.between(later.clock.instant(), clock.instant()));
    later.copies.putAll(copies);
    return later;
  }

  /** Other copies of the log, by their URLs. */
  public final Map<URI, LogCopy> copies = new HashMap<>();

  Function<URI, LogCopy> copies() {
    return url -> Optional.ofNullable(copies.get(url)).orElseThrow();
  }

  ImagesInUse inUse() {
    return (repository, digest) -> inUse.neededBy(repository, digest);
  }

  BlobStore seen(BlobStore store) {
    return blobs.apply(store);
  }

  SpaceObserver observer() {
    return new SpaceObserver() {
      @Override
      public void collected(long manifests, long blobs) {
        told.add("collected " + manifests + " " + blobs);
      }

      @Override
      public void purged(long bytes) {
        told.add("purged " + bytes);
      }

      @Override
      public void nightly(boolean whole) {
        told.add("nightly " + whole);
      }
    };
  }

  SpaceSettings space() {
    return new SpaceSettings(
        new Grace(Duration.ofDays(14), Duration.ofHours(24)), Duration.ofDays(7), nightly, rules);
  }
}
