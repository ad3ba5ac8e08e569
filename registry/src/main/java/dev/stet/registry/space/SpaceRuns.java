package dev.stet.registry.space;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.retention.Plan;
import dev.stet.registry.retention.Retention;
import dev.stet.registry.tags.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The runs that give back room, one at a time. Safe for use by many threads.
 *
 * <p>One that somebody asks for is refused while another is under way or something holds it off;
 * the nightly one waits.
 */
final class SpaceRuns {
  /** What is younger in the blob store may belong to a push. */
  private static final Duration STRAY = Duration.ofDays(1);

  private static final Actor NIGHTLY = new Actor("stet", "nightly run");

  private final Clock clock;
  private final SpaceSettings settings;
  private final LastPulls pulls;
  private final Retention retention;
  private final Collector collector;
  private final Purger purger;
  private final CollectionGate gate;
  private final SpaceObserver observer;
  private final ReentrantLock running = new ReentrantLock();

  SpaceRuns(
      Clock clock,
      SpaceSettings settings,
      LastPulls pulls,
      Retention retention,
      Collector collector,
      Purger purger,
      CollectionGate gate,
      SpaceObserver observer) {
    this.clock = clock;
    this.settings = settings;
    this.pulls = pulls;
    this.retention = retention;
    this.collector = collector;
    this.purger = purger;
    this.gate = gate;
    this.observer = observer;
  }

  /**
   * Collects, then purges what has been hidden for long enough.
   *
   * @throws RequestException with 503 if another run is under way, or nobody can say what is in use
   */
  Garbage collect(Grace grace, Actor actor) {
    return alone(() -> collectAndPurge(grace, actor));
  }

  /** Tells what a collection would take. */
  Garbage rehearse(Grace grace) {
    return collector.rehearse(grace);
  }

  /** Purges all that is hidden, however long. */
  Purger.Purge purge(Actor actor) {
    return alone(() -> purge(clock.instant(), actor));
  }

  /** Tells which tags may go by the rules. */
  Plan plan() {
    pulls.flush();
    return retention.plan();
  }

  /** Deletes the tags that may go by the rules. */
  Plan retain(Actor actor) {
    return alone(() -> delete(actor));
  }

  private Plan delete(Actor actor) {
    pulls.flush();
    return retention.run(actor);
  }

  /** All of it, in turn. */
  void nightly() {
    try {
      running.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Stet is stopping");
    }
    try {
      delete(NIGHTLY);
      collectAndPurge(settings.grace(), NIGHTLY);
    } finally {
      running.unlock();
    }
  }

  private Garbage collectAndPurge(Grace grace, Actor actor) {
    Garbage garbage = collector.collect(grace, actor);
    observer.collected(garbage.manifestCount(), garbage.blobs());
    purge(clock.instant().minus(settings.restoreWindow()), actor);
    return garbage;
  }

  private Purger.Purge purge(Instant until, Actor actor) {
    Purger.Purge purge = purger.purge(until, actor);
    observer.purged(purge.bytes());
    purger.sweep(clock.instant().minus(STRAY));
    return purge;
  }

  private <T> T alone(Supplier<T> run) {
    if (gate.isHeld() || !running.tryLock()) {
      throw busy();
    }
    try {
      return run.get();
    } finally {
      running.unlock();
    }
  }

  private static RequestException busy() {
    return RequestException.of(
            OciErrorCode.TOOMANYREQUESTS,
            "another collection is under way, or a backup holds it off; nothing was changed: try"
                + " again when that has ended")
        .status(503)
        .detail(Map.of("reason", "COLLECTION_BUSY"))
        .with("Retry-After", "60");
  }
}
