package dev.stet.registry.browse;

import dev.stet.api.Api;
import dev.stet.api.AuditEntry;
import dev.stet.api.HistoryEntry;
import dev.stet.api.NameAt;
import dev.stet.api.RefusedPush;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads what happened in the registry, and who decided it. Safe for use by many threads. */
final class Chronicle {
  private static final String HISTORY =
      "SELECT sequence, NULLIF(name, ''), event, NULLIF(digest, ''), previous, at, actor_name,"
          + " actor_source, revision, note FROM history WHERE repository = ?";

  /**
   * The tag to which an event pointed its channel. Where the event does not say: its name itself if
   * that is a tag, else the tag of the image that was claimed last by then.
   */
  private static final String TAG_OF =
      "SELECT COALESCE(h.tag, (SELECT n.name FROM name n WHERE n.repository = h.repository"
          + " AND n.digest = h.digest AND n.kind = 'tag' AND n.sequence <= h.sequence"
          + " ORDER BY n.name = h.name DESC, n.sequence DESC LIMIT 1))"
          + " FROM history h WHERE h.sequence = ?";

  /** How much of the history of one name is told at once. */
  private static final int MOST = 1000;

  private final Database database;

  Chronicle(Database database) {
    this.database = database;
  }

  /** What happened to a name, the oldest first; of much the newest. */
  List<HistoryEntry> history(RepositoryName repository, TagName name) {
    return database.read(
        handle ->
            handle
                .createQuery(HISTORY + " AND name = ? ORDER BY sequence DESC LIMIT " + MOST)
                .bind(0, repository.value())
                .bind(1, name.value())
                .map((row, _) -> historyEntry(row))
                .list()
                .reversed());
  }

  /** A page of what happened in a repository, the oldest first. */
  List<HistoryEntry> history(RepositoryName repository, NumberedPage page) {
    return database.read(
        handle ->
            handle
                .createQuery(HISTORY + " AND sequence > ? ORDER BY sequence LIMIT ?")
                .bind(0, repository.value())
                .bind(1, page.after())
                .bind(2, page.rows())
                .map((row, _) -> historyEntry(row))
                .list());
  }

  /** What a name named at a time. */
  NameAt at(RepositoryName repository, TagName name, Instant time) {
    return database.read(
        handle -> {
          Optional<HistoryEntry> event = last(handle, repository, name, time);
          Optional<HistoryEntry> naming = event.filter(it -> it.digest() != null);
          return new NameAt(
              Api.VERSION,
              repository.value(),
              name.value(),
              time,
              naming.map(HistoryEntry::digest).orElse(null),
              naming.flatMap(it -> tagOf(handle, it.sequence())).orElse(null),
              event.map(HistoryEntry::at).orElse(null),
              event.orElse(null));
        });
  }

  private static Optional<HistoryEntry> last(
      Handle handle, RepositoryName repository, TagName name, Instant time) {
    return handle
        .createQuery(HISTORY + " AND name = ? AND at <= ? ORDER BY sequence DESC LIMIT 1")
        .bind(0, repository.value())
        .bind(1, name.value())
        .bind(2, time.toEpochMilli())
        .map((row, _) -> historyEntry(row))
        .findOne();
  }

  private static Optional<String> tagOf(Handle handle, long sequence) {
    return handle.createQuery(TAG_OF).bind(0, sequence).mapTo(String.class).findOne();
  }

  /** The pushes under a name that were refused, the newest first. */
  List<RefusedPush> refused(RepositoryName repository, TagName name) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT digest, reason, actor_name, actor_source, first_at, last_at, count"
                        + " FROM refused_push WHERE repository = ? AND name = ?"
                        + " ORDER BY last_at DESC, digest")
                .bind(0, repository.value())
                .bind(1, name.value())
                .map((row, _) -> refusedPush(row))
                .list());
  }

  /** A page of the audit trail, the oldest first. */
  List<AuditEntry> audit(NumberedPage page) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT number, at, actor_name, actor_source, action, NULLIF(repository, ''),"
                        + " subject, before, after, reason FROM audit WHERE number > ?"
                        + " ORDER BY number LIMIT ?")
                .bind(0, page.after())
                .bind(1, page.rows())
                .map((row, _) -> auditEntry(row))
                .list());
  }

  private static HistoryEntry historyEntry(ResultSet row) throws SQLException {
    return new HistoryEntry(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        Shelf.time(row, 6),
        Shelf.actor(row, 7),
        row.getString(9),
        row.getString(10));
  }

  private static RefusedPush refusedPush(ResultSet row) throws SQLException {
    return new RefusedPush(
        row.getString(1),
        row.getString(2),
        Shelf.actor(row, 3),
        Shelf.time(row, 5),
        Shelf.time(row, 6),
        row.getLong(7));
  }

  private static AuditEntry auditEntry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong(1),
        Shelf.time(row, 2),
        Shelf.actor(row, 3),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getString(10));
  }
}
