package dev.stet.registry.browse;

import dev.stet.api.Actor;
import dev.stet.api.HistoryEntry;
import dev.stet.api.RefusedPush;
import dev.stet.api.Repository;
import dev.stet.api.Tag;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Repositories;
import dev.stet.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads what the registry holds, in order and in pages. Safe for use by many threads. */
final class Shelf {
  private static final String CLAIMED = "claimed";

  private static final String TAGS =
      "SELECT n.name, n.kind, n.digest, r.media_type, r.size, n.sequence, n.pushed_at,"
          + " n.actor_name, n.actor_source, n.revision, c.tag, c.follow, n.deleted_at,"
          + " n.deleted_reason FROM name n JOIN repository_manifest r"
          + " ON r.repository = n.repository AND r.digest = n.digest LEFT JOIN channel c"
          + " ON c.repository = n.repository AND c.name = n.name WHERE n.repository = ?";

  private final Database database;
  private final Repositories known;

  Shelf(Database database) {
    this.database = database;
    this.known = new Repositories(database);
  }

  List<Repository> repositories(Page page) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT name, created_at, kind FROM repository WHERE name > ?"
                        + " AND deleted_at IS NULL ORDER BY name LIMIT ?")
                .bind(0, page.last())
                .bind(1, page.rows())
                .map((row, _) -> new Repository(row.getString(1), time(row, 2), row.getString(3)))
                .list());
  }

  /** The names of a page of tags; the repository must be known. */
  List<String> tagNames(RepositoryName repository, Page page) {
    List<String> rows =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT name FROM name WHERE repository = ? AND name > ?"
                            + " AND deleted_at IS NULL AND digest <> ''"
                            + " ORDER BY name LIMIT ?")
                    .bind(0, repository.value())
                    .bind(1, page.last())
                    .bind(2, page.rows())
                    .mapTo(String.class)
                    .list());
    return known(repository, rows);
  }

  /** The rows, of a repository that is there: where there are rows it is, else it is looked up. */
  private <T> List<T> known(RepositoryName repository, List<T> rows) {
    if (rows.isEmpty()) {
      known.requireKnown(repository);
    }
    return rows;
  }

  /** A page of tags; the repository must be known. */
  List<Tag> tags(RepositoryName repository, Page page) {
    List<Tag> rows =
        database.read(
            handle ->
                handle
                    .createQuery(
                        TAGS + " AND n.name > ? AND n.deleted_at IS NULL ORDER BY n.name LIMIT ?")
                    .bind(0, repository.value())
                    .bind(1, page.last())
                    .bind(2, page.rows())
                    .map((row, _) -> tag(row))
                    .list());
    return known(repository, rows);
  }

  Optional<Tag> tag(RepositoryName repository, TagName name) {
    return database.read(
        handle ->
            handle
                .createQuery(TAGS + " AND n.name = ?")
                .bind(0, repository.value())
                .bind(1, name.value())
                .map((row, _) -> tag(row))
                .findOne());
  }

  List<HistoryEntry> history(RepositoryName repository, TagName name) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT sequence, name, event, NULLIF(digest, ''), previous, at, actor_name,"
                        + " actor_source, revision, note FROM history"
                        + " WHERE repository = ? AND name = ? ORDER BY sequence")
                .bind(0, repository.value())
                .bind(1, name.value())
                .map((row, _) -> historyEntry(row))
                .list());
  }

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

  private static Tag tag(ResultSet row) throws SQLException {
    return new Tag(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getLong(6),
        time(row, 7),
        actor(row, 8),
        row.getString(10),
        row.getString(11),
        row.getString(12),
        row.getObject(13) == null ? null : time(row, 13),
        row.getString(14));
  }

  private static HistoryEntry historyEntry(ResultSet row) throws SQLException {
    return new HistoryEntry(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        time(row, 6),
        actor(row, 7),
        row.getString(9),
        row.getString(10));
  }

  private static RefusedPush refusedPush(ResultSet row) throws SQLException {
    return new RefusedPush(
        row.getString(1),
        row.getString(2),
        actor(row, 3),
        time(row, 5),
        time(row, 6),
        row.getLong(7));
  }

  private static Actor actor(ResultSet row, int column) throws SQLException {
    return new Actor(row.getString(column), row.getString(column + 1), CLAIMED);
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }
}
