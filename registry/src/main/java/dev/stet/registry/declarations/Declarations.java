package dev.stet.registry.declarations;

import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.Changed;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.RepositoryKind;
import dev.stet.registry.tags.TagRules;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Declares what repositories are. Safe for use by many threads; callers wait. */
final class Declarations {
  /** One that was made. */
  record Declaration(String pattern, RepositoryKind kind, Instant at, Actor by) {}

  /** A wish to make one. */
  record Wish(RepositoryPattern pattern, RepositoryKind kind, Actor actor) {}

  /**
   * What a declaration changed.
   *
   * @param changed whether it was not so already
   * @param names the names that stand from now on, as they are
   * @param sequence the number of the last event in the registry's history
   */
  record Result(boolean changed, List<HeldName> names, long sequence) {
    Result {
      names = List.copyOf(names);
    }
  }

  private final Database database;
  private final Clock clock;
  private final TagRules rules;
  private final Sequence sequence;
  private final Lane<Wish, Changed<Result>> lane;

  Declarations(Database database, Clock clock, TagRules rules, Sequence sequence) {
    this.database = database;
    this.clock = clock;
    this.rules = rules;
    this.sequence = sequence;
    this.lane =
        database.lane(
            "declarations",
            (handle, batch) -> batch.stream().map(wish -> decide(handle, wish)).toList());
  }

  /**
   * Declares a repository or a prefix to be of a kind. Durable when it returns. What was declared
   * standing once stands for ever, also if a prefix above it becomes mutable.
   *
   * @throws dev.stet.http.RequestException if it is refused
   */
  Result declare(Wish wish) {
    return lane.submit(wish).orThrow(result -> sequence.committed(result.sequence()));
  }

  private Changed<Result> decide(Handle handle, Wish wish) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new DeclarationStep(handle, now, rules, wish).decide();
  }

  /** All that were made, by pattern. */
  List<Declaration> all() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT pattern, kind, declared_at, actor_name, actor_source FROM declaration"
                        + " ORDER BY pattern")
                .map((row, _) -> read(row))
                .list());
  }

  private static Declaration read(ResultSet row) throws SQLException {
    return new Declaration(
        row.getString(1),
        RepositoryKind.of(row.getString(2)),
        Instant.ofEpochMilli(row.getLong(3)),
        new Actor(row.getString(4), row.getString(5)));
  }
}
