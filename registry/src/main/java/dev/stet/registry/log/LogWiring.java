package dev.stet.registry.log;

import dev.stet.http.Route;
import dev.stet.store.Database;
import java.util.List;

/** Puts this room together. */
public final class LogWiring {
  private LogWiring() {}

  /** The routes of the log. */
  public static List<Route> routes(Database database, TagLog log) {
    Cosigned cosigned = new Cosigned(database);
    return new LogRoutes(log, cosigned).routes();
  }
}
