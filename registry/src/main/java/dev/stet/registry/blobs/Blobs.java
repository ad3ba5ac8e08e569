package dev.stet.registry.blobs;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.tags.Repositories;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Which blobs there are, and through which repositories they may be read. Safe for use by many
 * threads; callers wait.
 */
public final class Blobs {
  private record Link(RepositoryName repository, HeldBlob blob) {}

  private record Mount(RepositoryName from, RepositoryName to, Digest digest) {}

  private static final String IN_DATABASE = "";

  /** A row without bytes anywhere is none. */
  private static final String HELD =
      "SELECT b.digest, b.size, b.storage_key, s.bytes FROM blob b"
          + " LEFT JOIN small_blob s ON s.digest = b.digest"
          + " WHERE b.digest = ? AND (b.storage_key <> '' OR s.bytes IS NOT NULL)";

  private static final String HELD_BY =
      HELD
          + " AND EXISTS (SELECT 1 FROM repository_blob r"
          + " WHERE r.repository = ? AND r.digest = b.digest AND r.deleted_at IS NULL)";

  private static final String LARGE =
      "SELECT digest, size, storage_key FROM blob WHERE digest > ? AND storage_key <> ''"
          + " ORDER BY digest LIMIT ?";

  private static final String HOLDERS =
      "SELECT repository FROM repository_blob WHERE digest = ? AND deleted_at IS NULL LIMIT ?";

  /** The bytes of a push are right and in their place, whatever an older row says of them. */
  private static final String BLOB =
      "INSERT INTO blob (digest, size, storage_key, stored_at) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (digest) DO UPDATE"
          + " SET size = excluded.size, storage_key = excluded.storage_key"
          + " WHERE blob.size <> excluded.size OR blob.storage_key <> excluded.storage_key";

  /** A push of a blob whose bytes were damaged heals it. */
  private static final String CONTENT =
      "INSERT INTO small_blob VALUES (?, ?) ON CONFLICT (digest) DO UPDATE"
          + " SET bytes = excluded.bytes WHERE small_blob.bytes <> excluded.bytes";

  /** A push of what is held already shows it again, and begins its time of grace anew. */
  private static final String SHOWN_AGAIN =
      " ON CONFLICT (repository, digest) DO UPDATE SET linked_at = excluded.linked_at,"
          + " deleted_at = NULL, deleted_reason = NULL";

  private static final String LINK =
      "INSERT INTO repository_blob (repository, digest, linked_at) VALUES (?, ?, ?)" + SHOWN_AGAIN;

  private static final String LINK_FROM =
      "INSERT INTO repository_blob (repository, digest, linked_at) SELECT ?, digest, ?"
          + " FROM repository_blob WHERE repository = ? AND digest = ? AND deleted_at IS NULL"
          + SHOWN_AGAIN;

  private final Database database;
  private final Clock clock;
  private final Lane<Link, Boolean> links;
  private final Lane<Mount, Boolean> mounts;

  /** Opens the way to the tables. */
  public Blobs(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.links = database.lane("blob links", this::link);
    this.mounts = database.lane("blob mounts", this::mount);
  }

  /** The blob, if this repository holds it. */
  public Optional<HeldBlob> find(RepositoryName repository, Digest digest) {
    return database.read(
        handle ->
            handle
                .createQuery(HELD_BY)
                .bind(0, digest.toString())
                .bind(1, repository.value())
                .map((row, _) -> held(row))
                .findOne());
  }

  /** The blob, whichever repository holds it. */
  Optional<HeldBlob> find(Digest digest) {
    return database.read(
        handle ->
            handle
                .createQuery(HELD)
                .bind(0, digest.toString())
                .map((row, _) -> held(row))
                .findOne());
  }

  private static HeldBlob held(ResultSet row) throws SQLException {
    byte[] content = row.getBytes(4);
    return content == null
        ? new HeldBlob.Large(stored(row))
        : new HeldBlob.Small(Digest.parse(row.getString(1)), content);
  }

  private static StoredBlob stored(ResultSet row) throws SQLException {
    return new StoredBlob(Digest.parse(row.getString(1)), row.getLong(2), row.getString(3));
  }

  /** The next large blobs in the order of their digests, from whichever repository. */
  List<StoredBlob> largeAfter(Optional<Digest> last, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(LARGE)
                .bind(0, last.map(Digest::toString).orElse(""))
                .bind(1, limit)
                .map((row, _) -> stored(row))
                .list());
  }

  /** Some of the repositories that hold a blob. */
  List<RepositoryName> holders(Digest digest, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(HOLDERS)
                .bind(0, digest.toString())
                .bind(1, limit)
                .map((row, _) -> new RepositoryName(row.getString(1)))
                .list());
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
   * Makes a blob whose bytes were pushed readable through a repository. Durable when it returns, a
   * small one with its bytes.
   */
  public void link(RepositoryName repository, HeldBlob blob) {
    links.submit(new Link(repository, blob));
  }

  private List<Boolean> link(Handle handle, List<Link> batch) {
    long now = clock.millis();
    makeRepositories(handle, batch.stream().map(Link::repository));
    try (PreparedBatch blobs = handle.prepareBatch(BLOB);
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

  /**
   * Makes a blob of one repository readable through another. Durable when it returns.
   *
   * @return whether the one held it at that moment
   */
  public boolean mount(RepositoryName from, RepositoryName to, Digest digest) {
    return mounts.submit(new Mount(from, to, digest));
  }

  private List<Boolean> mount(Handle handle, List<Mount> batch) {
    long now = clock.millis();
    List<Boolean> mounted;
    try (PreparedBatch linked = handle.prepareBatch(LINK_FROM)) {
      for (Mount mount : batch) {
        linked.add(mount.to().value(), now, mount.from().value(), mount.digest().toString());
      }
      mounted = Arrays.stream(linked.execute()).mapToObj(rows -> rows > 0).toList();
    }
    Stream<RepositoryName> targets =
        IntStream.range(0, batch.size()).filter(mounted::get).mapToObj(i -> batch.get(i).to());
    makeRepositories(handle, targets);
    return mounted;
  }

  private void makeRepositories(Handle handle, Stream<RepositoryName> repositories) {
    repositories
        .distinct()
        .filter(repository -> !Repositories.isLive(handle, repository))
        .forEach(repository -> Repositories.create(handle, repository, clock.instant()));
  }
}
