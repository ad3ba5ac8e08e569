package dev.stet.registry.pins;

import dev.stet.http.Route;
import dev.stet.store.Database;
import java.time.Clock;
import java.util.List;

/** Puts this room together. */
public final class PinsWiring {
  private PinsWiring() {}

  /** The routes of pins. */
  public static List<Route> routes(Database database, Clock clock) {
    return new PinRoutes(new Pins(database, clock)).routes();
  }
}
