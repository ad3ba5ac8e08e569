package dev.stet.registry.deletes;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.tags.DeletionReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The manifests and blobs that a repository shows, and how they are put out of sight. Used inside
 * one transaction.
 */
final class ShownContent {
  private static final String REFERRING =
      "SELECT r.digest FROM manifest_reference r JOIN repository_manifest m"
          + " ON m.repository = r.repository AND m.digest = r.digest"
          + " WHERE r.repository = ? AND r.target = ? AND m.deleted_at IS NULL AND r.kind IN ";

  private final Handle handle;
  private final Instant now;
  private final DeletionReason reason;

  ShownContent(Handle handle, Instant now, DeletionReason reason) {
    this.handle = handle;
    this.now = now;
    this.reason = reason;
  }

  boolean showsManifest(RepositoryName repository, Digest digest) {
    return shows("repository_manifest", repository, digest);
  }

  boolean showsBlob(RepositoryName repository, Digest digest) {
    return shows("repository_blob", repository, digest);
  }

  private boolean shows(String table, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(
            "SELECT 1 FROM "
                + table
                + " WHERE repository = ? AND digest = ? AND deleted_at IS NULL")
        .bind(0, repository.value())
        .bind(1, digest.toString())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  List<Digest> manifests(RepositoryName repository) {
    return handle
        .createQuery(
            "SELECT digest FROM repository_manifest WHERE repository = ? AND deleted_at IS NULL"
                + " ORDER BY digest")
        .bind(0, repository.value())
        .mapTo(String.class)
        .map(Digest::parse)
        .list();
  }

  /** An index that lists the manifest. */
  Optional<Digest> indexOf(RepositoryName repository, Digest manifest) {
    return referring("('child')", repository, manifest);
  }

  /** A manifest that needs the blob. */
  Optional<Digest> imageOf(RepositoryName repository, Digest blob) {
    return referring("('config', 'layer')", repository, blob);
  }

  private Optional<Digest> referring(String kinds, RepositoryName repository, Digest target) {
    return handle
        .createQuery(REFERRING + kinds + " ORDER BY r.digest LIMIT 1")
        .bind(0, repository.value())
        .bind(1, target.toString())
        .mapTo(String.class)
        .map(Digest::parse)
        .findOne();
  }

  void hideManifest(RepositoryName repository, Digest digest) {
    hide("repository_manifest", repository, " AND digest = '" + digest + "'");
  }

  void hideBlob(RepositoryName repository, Digest digest) {
    hide("repository_blob", repository, " AND digest = '" + digest + "'");
  }

  void hideAll(RepositoryName repository) {
    hide("repository_manifest", repository, "");
    hide("repository_blob", repository, "");
  }

  private void hide(String table, RepositoryName repository, String which) {
    handle.execute(
        "UPDATE "
            + table
            + " SET deleted_at = ?, deleted_reason = ? WHERE repository = ?"
            + " AND deleted_at IS NULL"
            + which,
        now.toEpochMilli(),
        reason.text(),
        repository.value());
  }
}
