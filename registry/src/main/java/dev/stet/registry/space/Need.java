package dev.stet.registry.space;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.protection.Protection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Tells what nothing in a repository needs. Used inside one transaction, a writer's or a reader's.
 *
 * <p>A visible manifest is needed if it has a live name or is young, or if a manifest above it is:
 * an index that lists it, or the subject that it refers to. A visible blob is needed if it is young
 * or a visible manifest refers to it.
 */
final class Need {
  /** With more manifests above it than this, a manifest stays until there are fewer. */
  private static final int MOST_ABOVE = 1000;

  private static final String NAMED =
      "EXISTS (SELECT 1 FROM name n WHERE n.repository = %1$s.repository"
          + " AND n.digest = %1$s.digest AND n.deleted_at IS NULL)";

  /** That a manifest right above {@code m}, called {@code a}, is needed for itself. */
  private static final String HANGS_ON_NEEDED =
      "EXISTS (SELECT 1 FROM manifest_reference r CROSS JOIN repository_manifest a"
          + " WHERE r.repository = m.repository AND %s AND a.repository = m.repository"
          + " AND a.digest = %s AND a.deleted_at IS NULL AND (a.pushed_at >= :before OR "
          + NAMED.formatted("a")
          + "))";

  /** Leaves out most of what is needed, such as the children of indexes with a tag, at once. */
  static final String LOOSE =
      "SELECT m.digest FROM repository_manifest m WHERE m.repository = :repository"
          + " AND m.digest > :last AND m.deleted_at IS NULL AND m.pushed_at < :before AND NOT "
          + NAMED.formatted("m")
          + " AND NOT "
          + HANGS_ON_NEEDED.formatted("r.target = m.digest AND r.kind = 'child'", "r.digest")
          + " AND NOT "
          + HANGS_ON_NEEDED.formatted("r.digest = m.digest AND r.kind = 'subject'", "r.target")
          + " ORDER BY m.digest LIMIT :limit";

  /** The joins are crossed so that they are walked from what is above, whatever statistics say. */
  private static final String ABOVE =
      """
      WITH RECURSIVE above (digest) AS (
        VALUES (:digest)
        UNION
        SELECT r.digest FROM above a CROSS JOIN manifest_reference r
          CROSS JOIN repository_manifest m
          WHERE r.repository = :repository AND r.target = a.digest AND r.kind = 'child'
          AND m.repository = r.repository AND m.digest = r.digest AND m.deleted_at IS NULL
        UNION
        SELECT r.target FROM above a CROSS JOIN manifest_reference r
          CROSS JOIN repository_manifest m
          WHERE r.repository = :repository AND r.digest = a.digest AND r.kind = 'subject'
          AND m.repository = r.repository AND m.digest = r.target AND m.deleted_at IS NULL
        LIMIT :limit)
      SELECT m.digest, m.size, m.pushed_at, m.pushed_at < :before AND NOT \
      """
          + NAMED.formatted("m")
          + " FROM above a CROSS JOIN repository_manifest m"
          + " WHERE m.repository = :repository AND m.digest = a.digest AND m.deleted_at IS NULL";

  /** That no visible manifest refers to blob {@code b}. */
  static final String UNREFERENCED =
      "NOT EXISTS (SELECT 1 FROM manifest_reference r JOIN repository_manifest m"
          + " ON m.repository = r.repository AND m.digest = r.digest"
          + " WHERE r.repository = b.repository AND r.target = b.digest"
          + " AND m.deleted_at IS NULL)";

  private static final String BLOBS =
      "SELECT b.digest, l.size FROM repository_blob b JOIN blob l ON l.digest = b.digest"
          + " WHERE b.repository = :repository AND b.digest > :last AND b.deleted_at IS NULL"
          + " AND b.linked_at < :before AND "
          + UNREFERENCED
          + " ORDER BY b.digest LIMIT :limit";

  /** A blob that nothing needs. */
  record Blob(Digest digest, long size) {}

  private record Above(Verdict.Manifest manifest, boolean loose) {}

  private final Handle handle;
  private final Protection protection;
  private final Grace.Limits limits;

  Need(Handle handle, Protection protection, Grace.Limits limits) {
    this.handle = handle;
    this.protection = protection;
    this.limits = limits;
  }

  /**
   * The next manifests, by digest, that have no name and are old enough; some that are needed may
   * be among them.
   */
  List<Digest> looseManifests(RepositoryName repository, Optional<Digest> last, int limit) {
    return handle
        .createQuery(LOOSE)
        .bind("repository", repository.value())
        .bind("last", last.map(Digest::toString).orElse(""))
        .bind("before", limits.manifests().toEpochMilli())
        .bind("limit", limit)
        .mapTo(String.class)
        .map(Digest::parse)
        .list();
  }

  /**
   * Whether nothing needs a manifest.
   *
   * @throws dev.stet.http.RequestException with 503 if nobody can say whether it is in use
   */
  Verdict of(RepositoryName repository, Digest digest) {
    List<Above> above =
        handle
            .createQuery(ABOVE)
            .bind("repository", repository.value())
            .bind("digest", digest.toString())
            .bind("before", limits.manifests().toEpochMilli())
            .bind("limit", MOST_ABOVE)
            .map((row, _) -> above(row))
            .list();
    boolean needed =
        above.isEmpty() || above.size() == MOST_ABOVE || !above.stream().allMatch(Above::loose);
    if (needed) {
      return new Verdict.Needed();
    }
    return protection
        .reason(handle, repository, digest)
        .<Verdict>map(Verdict.Protected::new)
        .orElseGet(() -> new Verdict.Unneeded(above.stream().map(Above::manifest).toList()));
  }

  private static Above above(ResultSet row) throws SQLException {
    return new Above(
        new Verdict.Manifest(
            Digest.parse(row.getString(1)), row.getLong(2), Instant.ofEpochMilli(row.getLong(3))),
        row.getBoolean(4));
  }

  /** The next blobs, by digest, that nothing needs. */
  List<Blob> unneededBlobs(RepositoryName repository, Optional<Digest> last, int limit) {
    return handle
        .createQuery(BLOBS)
        .bind("repository", repository.value())
        .bind("last", last.map(Digest::toString).orElse(""))
        .bind("before", limits.blobs().toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> new Blob(Digest.parse(row.getString(1)), row.getLong(2)))
        .list();
  }
}
