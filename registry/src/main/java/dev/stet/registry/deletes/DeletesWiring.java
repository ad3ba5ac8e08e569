package dev.stet.registry.deletes;

import dev.stet.http.Route;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.Repositories;
import dev.stet.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Puts this room together. */
public final class DeletesWiring {
  private DeletesWiring() {}

  /** The routes of deletions and restorations. */
  public static List<Route> routes(
      Database database, Clock clock, Deletions deletions, Sequence sequence) {
    Restorations restorations = new Restorations(database, clock, sequence);
    return Stream.concat(
            new DeleteRoutes(deletions, new Repositories(database)).routes().stream(),
            new DeleteApiRoutes(deletions, restorations).routes().stream())
        .toList();
  }
}
