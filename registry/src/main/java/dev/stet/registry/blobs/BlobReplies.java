package dev.stet.registry.blobs;

import dev.stet.http.Body;
import dev.stet.http.Header;
import dev.stet.http.Reply;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.standing.StandingCache;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The answers to reads of blobs, made once and kept.
 *
 * <p>A small blob is hashed when it enters memory; a large one is sent from its file. Safe for use
 * by many threads.
 */
final class BlobReplies {
  private static final int OVERHEAD = 512;

  private final Blobs blobs;
  private final BlobStore store;
  private final BlobReader reader;
  private final Damage damage;
  private final Sequence sequence;
  private final StandingCache<Reply> cache;

  BlobReplies(Blobs blobs, BlobStore store, Damage damage, Sequence sequence, long cacheBytes) {
    this.blobs = blobs;
    this.store = store;
    this.reader = new BlobReader(store);
    this.damage = damage;
    this.sequence = sequence;
    this.cache =
        new StandingCache<>(
            sequence, cacheBytes, (_, reply) -> OVERHEAD + (int) reply.body().length());
  }

  /** The answer, if it is in memory; never blocks. */
  Optional<Reply> ready(RepositoryName repository, Digest digest) {
    return cache.find(repository, digest);
  }

  /** The answer; empty if the repository does not hold the blob. */
  Optional<Reply> load(RepositoryName repository, Digest digest) throws IOException {
    long readAt = sequence.newest();
    Optional<HeldBlob> blob = blobs.find(repository, digest);
    if (blob.isEmpty()) {
      return Optional.empty();
    }
    Optional<Body> body = body(blob.get());
    if (body.isEmpty()) {
      damage.found(digest);
      return Optional.empty();
    }
    Reply reply = reply(digest, body.get());
    if (blob.get() instanceof HeldBlob.Small) {
      cache.fill(repository, digest, reply, readAt);
    }
    return Optional.of(reply);
  }

  private Optional<Body> body(HeldBlob blob) throws IOException {
    return switch (blob) {
      case HeldBlob.Small small -> reader.read(small).map(Body.Bytes::new);
      case HeldBlob.Large(StoredBlob stored) -> file(stored);
    };
  }

  private Optional<Body> file(StoredBlob blob) throws IOException {
    Optional<BlobStore.Location> location = store.locate(blob);
    if (location.isEmpty()) {
      return Optional.empty();
    }
    return switch (location.get()) {
      case BlobStore.Location.LocalFile(var path) ->
          Optional.of(new Body.FilePart(path, 0, blob.size()));
    };
  }

  private static Reply reply(Digest digest, Body body) {
    return new Reply(
        200,
        List.of(
            new Header("Content-Type", "application/octet-stream"),
            new Header("Docker-Content-Digest", digest.toString()),
            new Header("ETag", '"' + digest.toString() + '"'),
            new Header("Cache-Control", "max-age=31536000, immutable"),
            new Header("Accept-Ranges", "bytes")),
        body);
  }
}
