package dev.stet.registry.browse;

import dev.stet.http.Route;
import dev.stet.store.Database;
import java.util.List;
import java.util.stream.Stream;

/** Puts this room together. */
public final class BrowseWiring {
  private BrowseWiring() {}

  /** The routes of the lists and of the API. */
  public static List<Route> routes(Database database) {
    Shelf shelf = new Shelf(database);
    return Stream.concat(
            new ListRoutes(shelf).routes().stream(), new ApiRoutes(shelf).routes().stream())
        .toList();
  }
}
