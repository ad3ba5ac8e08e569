package dev.stet.registry.blobs;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;

/**
 * What an upload goes through: begun, filled, and made a blob of its repository. Safe for use by
 * many threads.
 */
final class Uploads {
  /** Bounds the work that one request can ask for. */
  private static final int MOST_SOURCES = 100;

  private final BlobStore store;
  private final BlobReader reader;
  private final Blobs blobs;
  private final ContentLocks locks;
  private final Damage damage;

  Uploads(BlobStore store, Blobs blobs, ContentLocks locks, Damage damage) {
    this.store = store;
    this.reader = new BlobReader(store);
    this.blobs = blobs;
    this.locks = locks;
    this.damage = damage;
  }

  /** Begins an upload whose bytes are likely to be hashed like that. */
  UploadId begin(RepositoryName repository, Algorithm algorithm) throws IOException {
    return store.begin(repository, algorithm);
  }

  /** How many bytes it has. */
  long size(UploadId upload) throws IOException {
    return store.size(upload).orElseThrow(() -> unknown(upload));
  }

  void cancel(UploadId upload) throws IOException {
    if (!store.abort(upload)) {
      throw unknown(upload);
    }
  }

  /**
   * Adds bytes.
   *
   * @param range where they belong; empty for a stream, which goes on wherever the upload stands
   * @return the size of the upload if they were added; empty if they came out of order
   */
  Optional<Long> append(UploadId upload, Optional<ContentRange> range, InputStream bytes)
      throws IOException {
    long offset = range.isPresent() ? range.get().first() : size(upload);
    OptionalLong length =
        range.map(it -> OptionalLong.of(it.length())).orElse(OptionalLong.empty());
    return switch (store.append(upload, offset, length, bytes)) {
      case BlobStore.Appended.Added(long size) -> Optional.of(size);
      case BlobStore.Appended.OutOfOrder(_) -> Optional.empty();
      case BlobStore.Appended.WrongLength() -> throw wrongLength(length.orElseThrow(), offset);
      case BlobStore.Appended.Unknown() -> throw unknown(upload);
    };
  }

  private static RequestException wrongLength(long length, long offset) {
    return RequestException.of(
        OciErrorCode.SIZE_INVALID,
        "the Content-Range of the chunk says "
            + length
            + " bytes, but it had fewer or more; the upload still has "
            + offset
            + ": send the chunk again");
  }

  /**
   * Takes a blob in one request. Nobody learns of its upload, so it is dropped if that fails.
   * Durable when it returns.
   */
  void whole(RepositoryName repository, InputStream bytes, Digest digest) throws IOException {
    UploadId upload = begin(repository, digest.algorithm());
    boolean received = false;
    try {
      append(upload, Optional.empty(), bytes);
      received = true;
    } finally {
      if (!received) {
        store.abort(upload);
      }
    }
    finish(upload, digest);
  }

  /** Makes the upload a blob of its repository. Durable when it returns. */
  void finish(UploadId upload, Digest digest) throws IOException {
    Optional<byte[]> small = store.take(upload, HeldBlob.SMALL);
    if (small.isPresent()) {
      // A crash here loses bytes that nobody was told are safe; the client pushes them again.
      finishSmall(upload.repository(), small.get(), digest);
      return;
    }
    Lock lock = locks.putting(digest);
    lock.lock();
    try {
      finishLarge(upload, digest);
    } finally {
      lock.unlock();
    }
  }

  private void finishLarge(UploadId upload, Digest digest) throws IOException {
    switch (store.commit(upload, digest)) {
      // A crash here leaves a whole blob that no row names; the client pushes it again, or gc
      // takes it.
      case BlobStore.Committed.Stored(StoredBlob stored) ->
          link(upload.repository(), new HeldBlob.Large(stored));
      case BlobStore.Committed.Mismatch(Digest actual) -> throw mismatch(actual, digest);
      case BlobStore.Committed.Unknown() -> throw unknown(upload);
    }
  }

  private void finishSmall(RepositoryName repository, byte[] bytes, Digest digest) {
    Digest actual = Digest.of(digest.algorithm(), bytes);
    if (!actual.equals(digest)) {
      throw mismatch(actual, digest);
    }
    link(repository, new HeldBlob.Small(digest, bytes));
  }

  private void link(RepositoryName repository, HeldBlob blob) {
    blobs.link(repository, blob);
    damage.pushed(blob.digest());
  }

  private static RequestException mismatch(Digest actual, Digest wanted) {
    return RequestException.of(
        OciErrorCode.DIGEST_INVALID,
        "the uploaded bytes hash to "
            + actual
            + ", wanted "
            + wanted
            + ": they changed on the way; upload them again");
  }

  /** The repositories to look for a blob in, when nobody says where it is. */
  List<RepositoryName> holders(Digest digest) {
    return blobs.holders(digest, MOST_SOURCES);
  }

  /**
   * Makes a blob of one repository readable through another; whether it was there, whole. One that
   * is damaged is not mounted, so that the client pushes it and heals it.
   */
  boolean mount(RepositoryName from, RepositoryName to, Digest digest) throws IOException {
    Optional<HeldBlob> blob = blobs.find(from, digest);
    if (blob.isEmpty()) {
      return false;
    }
    if (!isThere(blob.get())) {
      damage.found(digest);
      return false;
    }
    return blobs.mount(from, to, digest);
  }

  private boolean isThere(HeldBlob blob) throws IOException {
    return switch (blob) {
      case HeldBlob.Small small -> reader.read(small).isPresent();
      case HeldBlob.Large(StoredBlob stored) -> store.locate(stored).isPresent();
    };
  }

  static RequestException unknown(UploadId upload) {
    return unknown(upload.uuid(), upload.repository());
  }

  static RequestException unknown(String upload, RepositoryName repository) {
    return RequestException.of(
        OciErrorCode.BLOB_UPLOAD_UNKNOWN,
        "there is no upload "
            + (upload.length() > 64 ? upload.substring(0, 64) + "…" : upload)
            + " in repository \""
            + repository
            + "\": it was finished, cancelled, not gone on with for too long, or never begun there;"
            + " begin a new one");
  }
}
