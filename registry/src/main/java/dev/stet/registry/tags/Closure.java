package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A manifest and all that it needs: its children, theirs, and the blobs of all of them. */
public final class Closure {
  private static final String DOWNWARDS =
      "WITH RECURSIVE needed (digest) AS (VALUES (:digest) UNION"
          + " SELECT r.target FROM needed n CROSS JOIN manifest_reference r"
          + " WHERE r.repository = :repository AND r.digest = n.digest AND r.kind <> 'subject'";

  private static final String NEEDED = DOWNWARDS + ") ";

  /** Referrers live with their subject: those that were collected come back with it. */
  private static final String NEEDED_AND_REFERRERS =
      DOWNWARDS
          + " UNION SELECT r.digest FROM needed n CROSS JOIN manifest_reference r"
          + " CROSS JOIN repository_manifest m WHERE r.repository = :repository"
          + " AND r.target = n.digest AND r.kind = 'subject' AND m.repository = r.repository"
          + " AND m.digest = r.digest AND m.deleted_reason = 'retention') ";

  private Closure() {}

  /**
   * Shows all of it again that was deleted or collected and is still there, with the referrers that
   * were collected; never what was withdrawn.
   */
  public static void show(Handle handle, RepositoryName repository, Digest digest) {
    // Blobs first: a referrer is found by its being collected.
    for (String table : List.of("repository_blob", "repository_manifest")) {
      handle
          .createUpdate(
              "UPDATE "
                  + table
                  + " SET deleted_at = NULL, deleted_reason = NULL WHERE repository = :repository"
                  + " AND deleted_at IS NOT NULL AND digest IN ("
                  + NEEDED_AND_REFERRERS
                  + "SELECT digest FROM needed) AND NOT EXISTS (SELECT 1 FROM withdrawn w"
                  + " WHERE w.repository = :repository AND w.digest = "
                  + table
                  + ".digest)")
          .bind("repository", repository.value())
          .bind("digest", digest.toString())
          .execute();
    }
  }

  /** What is needed and not there any more, neither shown nor hidden. */
  public static List<Digest> gone(Handle handle, RepositoryName repository, Digest digest) {
    return without(handle, repository, digest, "");
  }

  /** Whether all of it is shown or was collected, so that a push which needs it shows it again. */
  static boolean comesBack(Handle handle, RepositoryName repository, Digest digest) {
    String usable = " AND COALESCE(r.deleted_reason, 'retention') = 'retention'";
    return without(handle, repository, digest, usable).isEmpty();
  }

  /** What is needed and has no row of which the condition is true. */
  private static List<Digest> without(
      Handle handle, RepositoryName repository, Digest digest, String condition) {
    String row = " r WHERE r.repository = :repository AND r.digest = n.digest" + condition + ")";
    return handle
        .createQuery(
            NEEDED
                + "SELECT n.digest FROM needed n"
                + " WHERE NOT EXISTS (SELECT 1 FROM repository_manifest"
                + row
                + " AND NOT EXISTS (SELECT 1 FROM repository_blob"
                + row
                + " ORDER BY 1")
        .bind("repository", repository.value())
        .bind("digest", digest.toString())
        .mapTo(String.class)
        .map(Digest::parse)
        .list();
  }

  /** Why something that is needed was withdrawn; empty if nothing was. */
  public static Optional<DeletionReason> withdrawn(
      Handle handle, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(
            NEEDED
                + "SELECT w.reason FROM needed n CROSS JOIN withdrawn w"
                + " WHERE w.repository = :repository AND w.digest = n.digest LIMIT 1")
        .bind("repository", repository.value())
        .bind("digest", digest.toString())
        .mapTo(String.class)
        .map(DeletionReason::of)
        .findOne();
  }
}
