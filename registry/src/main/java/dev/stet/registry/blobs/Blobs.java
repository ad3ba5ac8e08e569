package dev.stet.registry.blobs;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Which blobs there are, and through which repositories they may be read. Safe for use by many
 * threads; callers wait.
 */
public final class Blobs {
  private record Link(RepositoryName repository, StoredBlob blob) {}

  private final Database database;
  private final Clock clock;
  private final Lane<Link, Boolean> links;

  /** Opens the way to the tables. */
  public Blobs(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.links = database.lane("blob links", this::write);
  }

  /** The blob, if this repository holds it. */
  public Optional<StoredBlob> find(RepositoryName repository, Digest digest) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT b.size, b.storage_key FROM repository_blob r"
                        + " JOIN blob b ON b.digest = r.digest"
                        + " WHERE r.repository = ? AND r.digest = ?")
                .bind(0, repository.value())
                .bind(1, digest.toString())
                .map((row, _) -> new StoredBlob(digest, row.getLong(1), row.getString(2)))
                .findOne());
  }

  /** Makes a stored blob readable through a repository. Durable when it returns. */
  public void link(RepositoryName repository, StoredBlob blob) {
    links.submit(new Link(repository, blob));
  }

  private List<Boolean> write(Handle handle, List<Link> batch) {
    long now = clock.millis();
    try (PreparedBatch repositories =
            handle.prepareBatch("INSERT INTO repository VALUES (?, ?) ON CONFLICT DO NOTHING");
        PreparedBatch blobs =
            handle.prepareBatch("INSERT INTO blob VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
        PreparedBatch linked =
            handle.prepareBatch(
                "INSERT INTO repository_blob VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
      for (Link link : batch) {
        StoredBlob blob = link.blob();
        String digest = blob.digest().toString();
        repositories.add(link.repository().value(), now);
        blobs.add(digest, blob.size(), blob.storageKey(), now);
        linked.add(link.repository().value(), digest, now);
      }
      repositories.execute();
      blobs.execute();
      linked.execute();
    }
    return Collections.nCopies(batch.size(), Boolean.TRUE);
  }
}
