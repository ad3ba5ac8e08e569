package dev.stet.registry.tags;

import dev.stet.oci.TagName;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Counts refused pushes: one row for each name, digest, reason and actor. There are at most {@value
 * #OF_NAME} such rows for a name and {@value #OF_REPOSITORY} for a repository. What comes beyond is
 * counted in one row without digest and actor for the name and reason, or in one for the
 * repository. Used once, by the writer's thread.
 */
final class RefusedPushes {
  private static final int OF_NAME = 100;
  private static final int OF_REPOSITORY = 10_000;
  private static final Actor OTHERS = new Actor("others", "");

  private static final String COUNT =
      "INSERT INTO refused_push VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (repository, name, digest, reason, actor_name, actor_source)"
          + " DO UPDATE SET last_at = excluded.last_at,"
          + " count = refused_push.count + excluded.count";

  private record Row(String repository, String name, String digest, String reason, Actor actor) {
    /** The row that counts what has no row of its own under its name. */
    Row ofName() {
      return new Row(repository, name, "", reason, OTHERS);
    }

    /** The row that counts what has no row at all. */
    Row ofRepository() {
      return new Row(repository, "", "", "", OTHERS);
    }
  }

  private final Handle handle;
  private final Instant now;
  private final Map<Row, Integer> counts = new LinkedHashMap<>();
  private final Map<String, Integer> rows = new HashMap<>(); // of a repository, as far as known

  RefusedPushes(Handle handle, Instant now) {
    this.handle = handle;
    this.now = now;
  }

  void count(Claim claim, TagName name, String reason) {
    Row row =
        new Row(
            claim.repository().value(),
            name.value(),
            claim.pushed().digest().toString(),
            reason,
            claim.actor());
    counts.merge(row, 1, Integer::sum);
  }

  void execute() {
    counts.forEach((row, count) -> write(known(row) ? row : placed(row), count));
  }

  /** Where a row that is not there yet is counted. */
  private Row placed(Row row) {
    Row place = rowsOf(row.repository(), row.name()) < OF_NAME ? row : row.ofName();
    if (known(place)) {
      return place;
    }
    int present = rows.computeIfAbsent(row.repository(), this::rowsOf);
    if (present >= OF_REPOSITORY) {
      return row.ofRepository();
    }
    rows.put(row.repository(), present + 1);
    return place;
  }

  private void write(Row row, int count) {
    handle.execute(
        COUNT,
        row.repository(),
        row.name(),
        row.digest(),
        row.reason(),
        row.actor().name(),
        row.actor().source(),
        now.toEpochMilli(),
        now.toEpochMilli(),
        count);
  }

  private boolean known(Row row) {
    return handle
        .createQuery(
            "SELECT 1 FROM refused_push WHERE repository = ? AND name = ? AND digest = ?"
                + " AND reason = ? AND actor_name = ? AND actor_source = ?")
        .bind(0, row.repository())
        .bind(1, row.name())
        .bind(2, row.digest())
        .bind(3, row.reason())
        .bind(4, row.actor().name())
        .bind(5, row.actor().source())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private int rowsOf(String repository, String name) {
    return rows("repository = ? AND name = ?", OF_NAME, repository, name);
  }

  private int rowsOf(String repository) {
    return rows("repository = ?", OF_REPOSITORY, repository);
  }

  private int rows(String condition, int most, String... values) {
    try (Query query =
        handle.createQuery(
            "SELECT COUNT(*) FROM (SELECT 1 FROM refused_push WHERE "
                + condition
                + " LIMIT "
                + most
                + ")")) {
      for (int i = 0; i < values.length; i++) {
        query.bind(i, values[i]);
      }
      return query.mapTo(Integer.class).one();
    }
  }
}
