package dev.stet.registry.referrers;

import dev.stet.http.Route;
import dev.stet.store.Database;
import java.util.List;

/** Puts this room together. */
public final class ReferrersWiring {
  private ReferrersWiring() {}

  /** The route of referrers. */
  public static List<Route> routes(Database database) {
    return new ReferrerRoutes(new Referrers(database)).routes();
  }
}
