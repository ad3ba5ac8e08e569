package dev.stet.registry.blobs;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.tags.Repositories;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  private record Link(RepositoryName repository, HeldBlob blob) {}

  /** A push of a blob whose bytes were damaged heals it. */
  private static final String CONTENT =
      "INSERT INTO small_blob VALUES (?, ?) ON CONFLICT (digest) DO UPDATE"
          + " SET bytes = excluded.bytes WHERE small_blob.bytes <> excluded.bytes";

  /** A push of what is held already shows it again, and begins its time of grace anew. */
  private static final String LINK =
      "INSERT INTO repository_blob (repository, digest, linked_at) VALUES (?, ?, ?)"
          + " ON CONFLICT (repository, digest) DO UPDATE SET linked_at = excluded.linked_at,"
          + " deleted_at = NULL, deleted_reason = NULL";

  private static final String IN_DATABASE = "";

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
  public Optional<HeldBlob> find(RepositoryName repository, Digest digest) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT b.size, b.storage_key, s.bytes FROM repository_blob r"
                        + " JOIN blob b ON b.digest = r.digest"
                        + " LEFT JOIN small_blob s ON s.digest = r.digest"
                        + " WHERE r.repository = ? AND r.digest = ? AND r.deleted_at IS NULL")
                .bind(0, repository.value())
                .bind(1, digest.toString())
                .map((row, _) -> held(digest, row))
                .findOne());
  }

  private static HeldBlob held(Digest digest, ResultSet row) throws SQLException {
    byte[] content = row.getBytes(3);
    return content == null
        ? new HeldBlob.Large(new StoredBlob(digest, row.getLong(1), row.getString(2)))
        : new HeldBlob.Small(digest, content);
  }

  /** Whether any repository holds the blob, or its bytes wait to be purged. */
  boolean isKnown(Digest digest) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT 1 FROM blob WHERE digest = ?")
                .bind(0, digest.toString())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /**
   * Makes a blob readable through a repository. Durable when it returns, a small one with its
   * bytes.
   */
  public void link(RepositoryName repository, HeldBlob blob) {
    links.submit(new Link(repository, blob));
  }

  private List<Boolean> write(Handle handle, List<Link> batch) {
    long now = clock.millis();
    batch.stream()
        .map(Link::repository)
        .distinct()
        .filter(repository -> !Repositories.isLive(handle, repository))
        .forEach(repository -> Repositories.create(handle, repository, clock.instant()));
    try (PreparedBatch blobs =
            handle.prepareBatch(
                "INSERT INTO blob (digest, size, storage_key, stored_at) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT DO NOTHING");
        PreparedBatch contents = handle.prepareBatch(CONTENT);
        PreparedBatch linked = handle.prepareBatch(LINK)) {
      for (Link link : batch) {
        String digest = link.blob().digest().toString();
        linked.add(link.repository().value(), digest, now);
        switch (link.blob()) {
          case HeldBlob.Small small -> {
            blobs.add(digest, small.size(), IN_DATABASE, now);
            contents.add(digest, small.content());
          }
          case HeldBlob.Large(StoredBlob stored) ->
              blobs.add(digest, stored.size(), stored.storageKey(), now);
        }
      }
      blobs.execute();
      contents.execute();
      linked.execute();
    }
    return Collections.nCopies(batch.size(), Boolean.TRUE);
  }
}
