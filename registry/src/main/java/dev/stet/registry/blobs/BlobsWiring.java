package dev.stet.registry.blobs;

import dev.stet.http.Authoriser;
import dev.stet.http.Route;
import dev.stet.registry.standing.Sequence;
import dev.stet.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Puts this room together.
 *
 * @param blobs which blobs there are
 * @param check tells whether the bytes of a blob are right
 * @param removal removes bytes that no row names
 * @param routes the routes of blobs and uploads
 */
public record BlobsWiring(Blobs blobs, BlobCheck check, BlobRemoval removal, List<Route> routes) {
  private static final Duration SWEEP = Duration.ofMinutes(10);

  /**
   * What this room needs from the others.
   *
   * @param timer runs what is to be done now and then; it may take hours
   * @param observer is told how the blobs fare
   */
  public record Needs(
      Database database,
      BlobStore store,
      Authoriser authoriser,
      Clock clock,
      Sequence sequence,
      ScheduledExecutorService timer,
      BlobObserver observer) {}

  /** Makes the room's parts, and begins to look after uploads and blobs. */
  public static BlobsWiring create(BlobSettings settings, Needs needs) {
    BlobStore store = needs.store();
    Blobs blobs = new Blobs(needs.database(), needs.clock());
    Damage damage = new Damage(needs.observer());
    ContentLocks locks = new ContentLocks();
    BlobCheck check = new BlobCheck(blobs, store, locks, damage);
    UploadRoutes uploads =
        new UploadRoutes(new Uploads(store, blobs, locks, damage), needs.authoriser());
    BlobRoutes reads =
        new BlobRoutes(
            new BlobReplies(blobs, store, damage, needs.sequence(), settings.cacheBytes()));
    every(
        least(SWEEP, settings.uploadExpiry()),
        new UploadSweep(store, needs.clock(), settings.uploadExpiry()),
        needs.timer());
    if (settings.scrubBytesASecond() > 0) {
      Pace pace = Pace.of(settings.scrubBytesASecond());
      every(settings.scrubPeriod(), new Scrub(blobs, check, pace), needs.timer());
    }
    return new BlobsWiring(
        blobs,
        check,
        new BlobRemoval(store, blobs, locks),
        Stream.concat(uploads.routes().stream(), reads.routes().stream()).toList());
  }

  /** Makes the parts that look after blobs, for a data folder which nobody serves. */
  public static BlobsWiring withoutRoutes(Database database, BlobStore store, Clock clock) {
    Blobs blobs = new Blobs(database, clock);
    ContentLocks locks = new ContentLocks();
    return new BlobsWiring(
        blobs,
        new BlobCheck(blobs, store, locks, new Damage(BlobObserver.NONE)),
        new BlobRemoval(store, blobs, locks),
        List.of());
  }

  private static void every(Duration period, Runnable task, ScheduledExecutorService timer) {
    var _ = timer.scheduleAtFixedRate(task, 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
