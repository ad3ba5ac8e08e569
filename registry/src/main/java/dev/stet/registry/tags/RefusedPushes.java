package dev.stet.registry.tags;

import dev.stet.oci.TagName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Counts refused pushes: one row for each name, digest, reason and actor, and at most {@value
 * #ROWS} rows a name; what comes beyond is counted in one row without digest and actor. Used once,
 * by the writer's thread.
 */
final class RefusedPushes {
  private static final int ROWS = 100;
  private static final String COUNT =
      "INSERT INTO refused_push VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (repository, name, digest, reason, actor_name, actor_source)"
          + " DO UPDATE SET last_at = excluded.last_at,"
          + " count = refused_push.count + excluded.count";

  private record Row(String repository, String name, String digest, String reason, Actor actor) {
    /** The row that counts what has no row of its own. */
    Row beyond() {
      return new Row(repository, name, "", reason, new Actor("others", ""));
    }
  }

  private final Handle handle;
  private final Instant now;
  private final Map<Row, Integer> counts = new LinkedHashMap<>();

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
    counts.forEach((row, count) -> write(known(row) || hasRoom(row) ? row : row.beyond(), count));
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

  private boolean hasRoom(Row row) {
    return handle
            .createQuery("SELECT COUNT(*) FROM refused_push WHERE repository = ? AND name = ?")
            .bind(0, row.repository())
            .bind(1, row.name())
            .mapTo(Integer.class)
            .one()
        < ROWS;
  }
}
