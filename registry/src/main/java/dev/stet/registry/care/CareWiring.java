package dev.stet.registry.care;

import dev.stet.http.Route;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.store.Database;
import java.time.Clock;
import java.util.List;

/** Puts this room together. */
public final class CareWiring {
  private CareWiring() {}

  /** The routes of checks and backups. */
  public static List<Route> routes(Database database, BlobStore store, Clock clock) {
    return new CareRoutes(new Checks(database, store, clock), new Backups(database, store, clock))
        .routes();
  }
}
