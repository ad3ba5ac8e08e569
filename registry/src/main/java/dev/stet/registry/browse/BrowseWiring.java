package dev.stet.registry.browse;

import dev.stet.http.Route;
import dev.stet.registry.tags.Repositories;
import dev.stet.store.Database;
import java.util.List;
import java.util.stream.Stream;

/** Puts this room together. */
public final class BrowseWiring {
  private BrowseWiring() {}

  /** The routes of the lists and of the API. */
  public static List<Route> routes(Database database) {
    Shelf shelf = new Shelf(database);
    Chronicle chronicle = new Chronicle(database);
    return Stream.of(
            new ListRoutes(shelf).routes(),
            new ChronicleRoutes(chronicle, new Repositories(database)).routes(),
            new ApiRoutes(shelf, chronicle).routes())
        .flatMap(List::stream)
        .toList();
  }
}
