package dev.stet.registry.space;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import dev.stet.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads what is out of sight and can come back, in the order in which it went. Safe for use by many
 * threads.
 */
final class HiddenRows {
  private static final String AFTER =
      """
      WHERE r.deleted_at IS NOT NULL
        AND (r.deleted_at, r.repository, r.digest) >= (:at, :repository, :digest)
        AND (r.deleted_at, r.repository, r.digest, '%1$s') > (:at, :repository, :digest, :kind)
        ORDER BY r.deleted_at, r.repository, r.digest LIMIT :limit
      """;

  private static final String ROWS =
      "SELECT * FROM (SELECT r.repository, r.digest, 'manifest', r.size, r.deleted_at,"
          + " r.deleted_reason FROM repository_manifest r "
          + AFTER.formatted("manifest")
          + ") UNION ALL SELECT * FROM (SELECT r.repository, r.digest, 'blob', b.size, r.deleted_at,"
          + " r.deleted_reason FROM repository_blob r JOIN blob b ON b.digest = r.digest "
          + AFTER.formatted("blob")
          + ") ORDER BY 5, 1, 2, 3 LIMIT :limit";

  /**
   * A manifest or blob that is out of sight.
   *
   * @param kind {@code manifest} or {@code blob}
   * @param reason why, as it is written
   */
  record Row(
      String repository, String digest, String kind, long size, Instant hiddenAt, String reason) {
    /** Its place in their order, for the query of the next page. */
    String place() {
      return hiddenAt.toEpochMilli() + "," + kind + "," + digest + "," + repository;
    }
  }

  private static final Pattern PLACE =
      Pattern.compile("(?<at>\\d{1,18}),(?<kind>[a-z]+),(?<digest>[^,]+),(?<repository>[^,]+)");

  private final Database database;

  HiddenRows(Database database) {
    this.database = database;
  }

  /**
   * The next rows.
   *
   * @param last the {@link Row#place} after which they begin; empty for the first
   * @throws RequestException with 400 if that is none
   */
  List<Row> after(String last, int limit) {
    Matcher place = PLACE.matcher(last.isEmpty() ? "0,a,a,a" : last);
    if (!place.matches()) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED,
              "last is not valid: wanted that of the field next of the page before")
          .status(400);
    }
    return database.read(
        handle -> {
          try (Query query = handle.createQuery(ROWS)) {
            return query
                .bind("at", Long.parseLong(place.group("at")))
                .bind("kind", place.group("kind"))
                .bind("digest", place.group("digest"))
                .bind("repository", place.group("repository"))
                .bind("limit", limit)
                .map((row, _) -> row(row))
                .list();
          }
        });
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        Instant.ofEpochMilli(row.getLong(5)),
        row.getString(6));
  }
}
