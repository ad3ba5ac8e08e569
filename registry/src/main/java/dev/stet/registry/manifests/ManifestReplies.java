package dev.stet.registry.manifests;

import dev.stet.http.Reply;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.standing.StandingCache;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import dev.stet.store.Database;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers to reads of manifests, made once and kept. Safe for use by many threads.
 *
 * <p>A manifest is hashed when it enters memory, so that a flipped bit on disk is never served.
 */
final class ManifestReplies {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestReplies.class);
  private static final int OVERHEAD = 1024;

  private static final String BY_DIGEST =
      "SELECT r.media_type, m.bytes FROM repository_manifest r"
          + " JOIN manifest m ON m.digest = r.digest WHERE r.repository = ? AND r.digest = ?"
          + " AND r.deleted_at IS NULL";

  @SuppressWarnings("ArrayRecordComponent") // a row, never compared
  private record Row(Digest digest, String mediaType, byte[] bytes) {}

  /**
   * A manifest that is held.
   *
   * @param whole the answer with its bytes
   */
  record Held(Digest digest, Reply whole) {
    /** The same, found under a tag which that entry of the log assigns. */
    Held under(OptionalLong entry) {
      return entry.isEmpty()
          ? this
          : new Held(digest, whole.with(TagLog.INDEX, Long.toString(entry.getAsLong())));
    }
  }

  private final Database database;
  private final TagLog log;
  private final Sequence sequence;
  private final StandingCache<Held> cache;

  ManifestReplies(Database database, TagLog log, Sequence sequence, long cacheBytes) {
    this.database = database;
    this.log = log;
    this.sequence = sequence;
    this.cache =
        new StandingCache<>(
            sequence, cacheBytes, (_, held) -> OVERHEAD + (int) held.whole().body().length());
  }

  /** The answer, if it is in memory; never blocks. */
  Optional<Held> ready(RepositoryName repository, Reference reference) {
    return cache.find(repository, reference);
  }

  /** The answer; empty if the repository does not hold the manifest. */
  Optional<Held> load(RepositoryName repository, Reference reference) {
    return switch (reference) {
      case Digest digest -> load(repository, digest);
      case TagName name -> load(repository, name);
    };
  }

  /** Only a tag stands, so only what it names is kept under its name. */
  private Optional<Held> load(RepositoryName repository, TagName name) {
    long readAt = sequence.newest();
    Optional<HeldName> holder =
        database.read(handle -> NameRows.find(handle, repository, name)).filter(HeldName::live);
    Optional<Held> held =
        holder
            .flatMap(HeldName::digest)
            .flatMap(digest -> ready(repository, digest).or(() -> load(repository, digest)));
    if (held.isEmpty() || holder.orElseThrow().kind() != NameKind.TAG) {
      return held;
    }
    Held logged = held.get().under(log.assigned(repository, name));
    cache.fill(repository, name, logged, readAt);
    return Optional.of(logged);
  }

  private Optional<Held> load(RepositoryName repository, Digest digest) {
    long readAt = sequence.newest();
    Optional<Held> held =
        database
            .read(handle -> row(handle, repository, digest))
            .filter(this::whole)
            .map(ManifestReplies::held);
    held.ifPresent(made -> cache.fill(repository, digest, made, readAt));
    return held;
  }

  private static Optional<Row> row(Handle handle, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(BY_DIGEST)
        .bind(0, repository.value())
        .bind(1, digest.toString())
        .map((row, _) -> new Row(digest, row.getString(1), row.getBytes(2)))
        .findOne();
  }

  private boolean whole(Row row) {
    boolean whole = Digest.of(row.digest().algorithm(), row.bytes()).equals(row.digest());
    if (!whole) {
      LOG.error("Manifest {} is damaged in the database; a push of it heals it", row.digest());
    }
    return whole;
  }

  private static Held held(Row row) {
    String digest = row.digest().toString();
    Reply whole =
        Reply.of(200, row.mediaType(), row.bytes())
            .with("Docker-Content-Digest", digest)
            .with("ETag", '"' + digest + '"');
    return new Held(row.digest(), whole);
  }
}
