package dev.stet.registry.tags;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a name lies in the table {@code name}. */
public final class NameRows {
  /** The columns that {@link #read} wants, of a table called {@code n}. */
  public static final String COLUMNS =
      "n.repository, n.name, n.kind, n.digest, n.sequence, n.pushed_at, n.actor_name,"
          + " n.actor_source, n.revision, n.deleted_at, n.deleted_reason, n.checksum";

  private static final String SELECT =
      "SELECT " + COLUMNS + " FROM name n WHERE n.repository = ? AND ";

  /** Writes a row, or writes over it; a trigger keeps a tag's kind and digest from being lost. */
  static final String WRITE =
      "INSERT INTO name (repository, name, kind, digest, sequence, pushed_at, actor_name,"
          + " actor_source, revision, deleted_at, deleted_reason, checksum)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (repository, name) DO UPDATE SET kind = excluded.kind,"
          + " digest = excluded.digest, sequence = excluded.sequence,"
          + " pushed_at = excluded.pushed_at, actor_name = excluded.actor_name,"
          + " actor_source = excluded.actor_source, revision = excluded.revision,"
          + " deleted_at = excluded.deleted_at, deleted_reason = excluded.deleted_reason,"
          + " checksum = excluded.checksum";

  private static final Logger LOG = LoggerFactory.getLogger(NameRows.class);

  private NameRows() {}

  /**
   * Reads one row, from the columns in their order.
   *
   * @throws RequestException with 503 if its checksum is wrong
   */
  public static HeldName read(ResultSet row) throws SQLException {
    try {
      HeldName name = parse(row);
      if (name.checksum() == row.getLong(12)) {
        return name;
      }
    } catch (IllegalArgumentException | RequestException e) {
      LOG.error("The record of a name cannot be read", e);
    }
    throw damaged(row.getString(1), row.getString(2));
  }

  /**
   * Makes sure that the record of every name in a repository can be trusted, also of those that
   * were deleted.
   *
   * @throws RequestException with 503, naming the first that cannot
   */
  public static void requireWhole(Handle handle, RepositoryName repository) {
    try (Query query =
            handle.createQuery("SELECT " + COLUMNS + " FROM name n WHERE n.repository = ?");
        Stream<HeldName> names =
            query.bind(0, repository.value()).map((row, _) -> read(row)).stream()) {
      names.forEach(_ -> {});
    }
  }

  private static HeldName parse(ResultSet row) throws SQLException {
    String digest = row.getString(4);
    String reason = row.getString(11);
    return new HeldName(
        RepositoryName.parse(row.getString(1)),
        TagName.parse(row.getString(2)),
        NameKind.of(row.getString(3)),
        digest.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(digest)),
        row.getLong(5),
        Instant.ofEpochMilli(row.getLong(6)),
        new Actor(row.getString(7), row.getString(8)),
        Optional.ofNullable(row.getString(9)),
        reason == null
            ? Optional.empty()
            : Optional.of(
                new Deletion(Instant.ofEpochMilli(row.getLong(10)), DeletionReason.of(reason))));
  }

  /** The name, whatever its kind, also if it was deleted. */
  public static Optional<HeldName> find(Handle handle, RepositoryName repository, TagName name) {
    return list(handle, SELECT + "n.name = ?", repository, name.value()).stream().findFirst();
  }

  /** The live names of a manifest, the newest first. */
  public static List<HeldName> of(Handle handle, RepositoryName repository, Digest digest) {
    return list(
        handle,
        SELECT + "n.digest = ? AND n.deleted_at IS NULL ORDER BY n.sequence DESC",
        repository,
        digest.toString());
  }

  /** The names of a manifest that were deleted together with it; a channel does not come back. */
  public static List<HeldName> deletedWith(
      Handle handle, RepositoryName repository, Digest digest, Deletion deletion) {
    return list(
            handle,
            SELECT + "n.digest = ? AND n.deleted_at IS NOT NULL ORDER BY n.sequence",
            repository,
            digest.toString())
        .stream()
        .filter(name -> name.kind() != NameKind.CHANNEL)
        .filter(name -> name.deletion().equals(Optional.of(deletion)))
        .toList();
  }

  /** The live tag of a manifest; of several that which was claimed last. */
  public static Optional<HeldName> newestTag(
      Handle handle, RepositoryName repository, Digest digest) {
    return of(handle, repository, digest).stream()
        .filter(name -> name.kind() == NameKind.TAG)
        .findFirst();
  }

  /** The live tag of a repository that matches; of several that which was claimed last. */
  public static Optional<HeldName> newestTag(
      Handle handle, RepositoryName repository, TagPattern pattern) {
    try (Query query =
            handle.createQuery(
                "SELECT name FROM name WHERE repository = ? AND kind = 'tag'"
                    + " AND deleted_at IS NULL ORDER BY sequence DESC");
        Stream<TagName> tags =
            query.bind(0, repository.value()).mapTo(String.class).map(TagName::parse).stream()) {
      return tags.filter(pattern::matches)
          .findFirst()
          .flatMap(name -> find(handle, repository, name));
    }
  }

  /** All live names of a kind in a repository, the newest first. */
  public static List<HeldName> live(Handle handle, RepositoryName repository, NameKind kind) {
    return list(
        handle,
        SELECT + "n.kind = ? AND n.deleted_at IS NULL ORDER BY n.sequence DESC",
        repository,
        kind.text());
  }

  /** The next live names of a repository, by name. */
  public static List<HeldName> live(
      Handle handle, RepositoryName repository, Optional<TagName> last, int limit) {
    return list(
        handle,
        SELECT + "n.name > ? AND n.deleted_at IS NULL ORDER BY n.name LIMIT " + limit,
        repository,
        last.map(TagName::value).orElse(""));
  }

  private static List<HeldName> list(
      Handle handle, String sql, RepositoryName repository, String second) {
    try (Query query = handle.createQuery(sql)) {
      return query.bind(0, repository.value()).bind(1, second).map((row, _) -> read(row)).list();
    }
  }

  /** Writes the row of a name. */
  public static void write(Handle handle, HeldName name) {
    handle.execute(WRITE, columns(name));
  }

  /** Writes the rows of names. */
  public static void write(Handle handle, List<HeldName> names) {
    try (PreparedBatch batch = handle.prepareBatch(WRITE)) {
      names.forEach(name -> batch.add(columns(name)));
      batch.execute();
    }
  }

  static Object[] columns(HeldName name) {
    return new Object[] {
      name.repository().value(),
      name.name().value(),
      name.kind().text(),
      name.digest().map(Digest::toString).orElse(""),
      name.sequence(),
      name.pushedAt().toEpochMilli(),
      name.actor().name(),
      name.actor().source(),
      name.revision().orElse(null),
      name.deletion().map(it -> it.at().toEpochMilli()).orElse(null),
      name.deletion().map(it -> it.reason().text()).orElse(null),
      name.checksum()
    };
  }

  /** The row cannot be trusted, so the answer is no: neither a pull nor a push goes by it. */
  private static RequestException damaged(String repository, String name) {
    return RequestException.of(
            OciErrorCode.TOOMANYREQUESTS,
            "the record of tag \""
                + name
                + "\" in repository \""
                + repository
                + "\" is damaged (its checksum is wrong), so Stet does not go by it: restore the"
                + " database from a backup")
        .status(503)
        .detail(Map.of("reason", "STORAGE"))
        .with("Retry-After", "60");
  }
}
