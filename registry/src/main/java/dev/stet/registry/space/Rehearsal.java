package dev.stet.registry.space;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.store.Database;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Finds out what a collection of one repository would take. Used once.
 *
 * <p>A blob would go if all visible manifests that refer to it would.
 */
final class Rehearsal {
  private static final String BLOBS_OF =
      "SELECT b.digest, l.size FROM manifest_reference r"
          + " JOIN repository_blob b ON b.repository = r.repository AND b.digest = r.target"
          + " JOIN blob l ON l.digest = b.digest"
          + " WHERE r.repository = ? AND r.digest = ? AND b.deleted_at IS NULL"
          + " AND b.linked_at < ?";

  private static final String REFERRING =
      "SELECT m.digest FROM manifest_reference r JOIN repository_manifest m"
          + " ON m.repository = r.repository AND m.digest = r.digest"
          + " WHERE r.repository = ? AND r.target = ? AND m.deleted_at IS NULL";

  private final Database database;
  private final Candidates candidates;
  private final Grace.Limits limits;
  private final RepositoryName repository;
  private final Garbage.Tally tally;
  private final Set<Digest> manifests = new HashSet<>();
  private final Set<Digest> blobs = new HashSet<>(); // those that have been looked at

  Rehearsal(
      Database database,
      Candidates candidates,
      Grace.Limits limits,
      RepositoryName repository,
      Garbage.Tally tally) {
    this.database = database;
    this.candidates = candidates;
    this.limits = limits;
    this.repository = repository;
    this.tally = tally;
  }

  void run() {
    candidates.manifests(repository, page -> page.forEach(this::manifest));
    for (Digest manifest : manifests) {
      tally.blobs(database.read(handle -> blobsOf(handle, manifest)));
    }
    candidates.blobs(repository, tally::blobs);
  }

  private void manifest(Candidates.Judged judged) {
    tally.kept(repository, judged);
    if (judged.verdict() instanceof Verdict.Unneeded(List<Verdict.Manifest> all)) {
      all.stream()
          .filter(manifest -> manifests.add(manifest.digest()))
          .forEach(manifest -> tally.manifest(repository, manifest));
    }
  }

  private List<Need.Blob> blobsOf(Handle handle, Digest manifest) {
    return handle
        .createQuery(BLOBS_OF)
        .bind(0, repository.value())
        .bind(1, manifest.toString())
        .bind(2, limits.blobs().toEpochMilli())
        .map((row, _) -> new Need.Blob(Digest.parse(row.getString(1)), row.getLong(2)))
        .stream()
        .filter(blob -> blobs.add(blob.digest()) && isLeft(handle, blob.digest()))
        .toList();
  }

  private boolean isLeft(Handle handle, Digest blob) {
    return handle
        .createQuery(REFERRING)
        .bind(0, repository.value())
        .bind(1, blob.toString())
        .mapTo(String.class)
        .map(Digest::parse)
        .stream()
        .allMatch(manifests::contains);
  }
}
