package dev.stet.registry.declarations;

import dev.stet.http.Route;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.TagRules;
import dev.stet.store.Database;
import java.time.Clock;
import java.util.List;

/** Puts this room together. */
public final class DeclarationsWiring {
  private DeclarationsWiring() {}

  /** The routes of declarations. */
  public static List<Route> routes(
      Database database, Clock clock, TagRules rules, Sequence sequence) {
    return new DeclarationRoutes(new Declarations(database, clock, rules, sequence)).routes();
  }
}
