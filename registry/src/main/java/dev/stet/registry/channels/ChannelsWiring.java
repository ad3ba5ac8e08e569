package dev.stet.registry.channels;

import dev.stet.http.Route;
import dev.stet.registry.standing.Sequence;
import dev.stet.store.Database;
import java.time.Clock;
import java.util.List;

/** Puts this room together. */
public final class ChannelsWiring {
  private ChannelsWiring() {}

  /** The routes of channels. */
  public static List<Route> routes(Database database, Clock clock, Sequence sequence) {
    return new ChannelRoutes(new Channels(database, clock, sequence)).routes();
  }
}
