package dev.stet.registry.space;

import dev.stet.http.Route;
import dev.stet.registry.blobs.BlobRemoval;
import dev.stet.registry.deletes.Deletions;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.retention.Retention;
import dev.stet.registry.standing.Sequence;
import dev.stet.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/** Puts this room together. */
public final class SpaceWiring {
  private SpaceWiring() {}

  /**
   * What this room needs from the others.
   *
   * @param pulls writes down what was pulled
   * @param gate keeps this room off
   * @param timer runs what is to be done now and then
   */
  public record Needs(
      Database database,
      Clock clock,
      Sequence sequence,
      Protection protection,
      Deletions deletions,
      BlobRemoval removal,
      LastPulls pulls,
      CollectionGate gate,
      ScheduledExecutorService timer,
      SpaceObserver observer) {}

  /** Makes the room's parts, begins the nightly runs, and returns the routes. */
  public static List<Route> routes(SpaceSettings settings, Needs needs) {
    Database database = needs.database();
    Clock clock = needs.clock();
    Retention retention =
        new Retention(database, clock, needs.protection(), needs.deletions(), settings.rules());
    SpaceRuns runs =
        new SpaceRuns(
            clock,
            settings,
            needs.pulls(),
            retention,
            new Collector(database, clock, needs.protection(), needs.sequence(), needs.gate()),
            new Purger(database, clock, needs.protection(), needs.gate(), needs.removal()),
            needs.gate(),
            needs.observer());
    settings
        .at()
        .ifPresent(at -> new Nightly(runs, clock, at, needs.timer(), needs.observer()).schedule());
    return new SpaceRoutes(settings, runs, new HiddenRows(database)).routes();
  }
}
