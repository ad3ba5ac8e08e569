package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A manifest and all that it needs: its children, theirs, and the blobs of all of them. */
public final class Closure {
  private static final String NEEDED =
      "WITH RECURSIVE needed (digest) AS (VALUES (:digest) UNION"
          + " SELECT r.target FROM needed n JOIN manifest_reference r"
          + " ON r.repository = :repository AND r.digest = n.digest AND r.kind <> 'subject') ";

  private Closure() {}

  /** Shows all of it again that was deleted or collected and is still there. */
  public static void show(Handle handle, RepositoryName repository, Digest digest) {
    for (String table : List.of("repository_manifest", "repository_blob")) {
      handle
          .createUpdate(
              "UPDATE "
                  + table
                  + " SET deleted_at = NULL, deleted_reason = NULL WHERE repository = :repository"
                  + " AND deleted_at IS NOT NULL AND digest IN ("
                  + NEEDED
                  + "SELECT digest FROM needed)")
          .bind("repository", repository.value())
          .bind("digest", digest.toString())
          .execute();
    }
  }

  /** What is needed and not there any more, neither shown nor hidden. */
  public static List<Digest> gone(Handle handle, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(
            NEEDED
                + "SELECT n.digest FROM needed n WHERE NOT EXISTS (SELECT 1 FROM repository_manifest"
                + " m WHERE m.repository = :repository AND m.digest = n.digest)"
                + " AND NOT EXISTS (SELECT 1 FROM repository_blob b"
                + " WHERE b.repository = :repository AND b.digest = n.digest) ORDER BY 1")
        .bind("repository", repository.value())
        .bind("digest", digest.toString())
        .mapTo(String.class)
        .map(Digest::parse)
        .list();
  }
}
