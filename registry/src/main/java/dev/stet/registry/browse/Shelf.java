package dev.stet.registry.browse;

import dev.stet.api.Actor;
import dev.stet.api.Api;
import dev.stet.api.Repository;
import dev.stet.api.RepositoryDetail;
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
      "SELECT n.name, n.kind, n.digest, COALESCE(r.media_type, ''), COALESCE(r.size, 0),"
          + " n.sequence, n.pushed_at, n.actor_name, n.actor_source, n.revision, c.tag, c.follow, n.deleted_at,"
          + " n.deleted_reason FROM name n LEFT JOIN repository_manifest r"
          + " ON r.repository = n.repository AND r.digest = n.digest LEFT JOIN channel c"
          + " ON c.repository = n.repository AND c.name = n.name WHERE n.repository = ?";

  private static final String DETAIL =
      "SELECT r.name, r.created_at, r.kind,"
          + " (SELECT COUNT(*) FROM name WHERE repository = r.name AND deleted_at IS NULL),"
          + " (SELECT COUNT(*) FROM channel WHERE repository = r.name),"
          + " (SELECT COUNT(*) FROM pin WHERE repository = r.name),"
          + " (SELECT COALESCE(SUM(b.size), 0) FROM repository_blob l JOIN blob b"
          + " ON b.digest = l.digest WHERE l.repository = r.name AND l.deleted_at IS NULL)"
          + " + (SELECT COALESCE(SUM(size), 0) FROM repository_manifest"
          + " WHERE repository = r.name AND deleted_at IS NULL)"
          + " FROM repository r WHERE r.name = :repository AND r.deleted_at IS NULL";

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
                        TAGS
                            + " AND n.name > ? AND n.deleted_at IS NULL AND n.digest <> ''"
                            + " ORDER BY n.name LIMIT ?")
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

  /** What the repository holds and shows. */
  Optional<RepositoryDetail> repository(RepositoryName repository) {
    return database.read(
        handle ->
            handle
                .createQuery(DETAIL)
                .bind("repository", repository.value())
                .map(
                    (row, _) ->
                        new RepositoryDetail(
                            Api.VERSION,
                            row.getString(1),
                            time(row, 2),
                            row.getString(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.getLong(7)))
                .findOne());
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

  static Actor actor(ResultSet row, int column) throws SQLException {
    return new Actor(row.getString(column), row.getString(column + 1), CLAIMED);
  }

  static Instant time(ResultSet row, int column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }
}
