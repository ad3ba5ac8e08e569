package dev.stet.registry.blobs;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * What an upload goes through: begun, filled, and made a blob of a repository. Safe for use by many
 * threads.
 */
final class Uploads {
  private final BlobStore store;
  private final Blobs blobs;
  private final ContentLocks locks;

  Uploads(BlobStore store, Blobs blobs, ContentLocks locks) {
    this.store = store;
    this.blobs = blobs;
    this.locks = locks;
  }

  UploadId begin() throws IOException {
    return store.begin();
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
   * @param offset where they belong; empty for wherever the upload stands
   * @return the size of the upload if they were added; empty if they came out of order
   */
  Optional<Long> append(UploadId upload, Optional<Long> offset, InputStream bytes)
      throws IOException {
    long start = offset.isPresent() ? offset.get() : size(upload);
    return switch (store.append(upload, start, bytes)) {
      case BlobStore.Appended.Added(long size) -> Optional.of(size);
      case BlobStore.Appended.OutOfOrder(_) -> Optional.empty();
      case BlobStore.Appended.Unknown() -> throw unknown(upload);
    };
  }

  /**
   * Takes a blob in one request. Nobody learns of its upload, so it is dropped if that fails.
   * Durable when it returns.
   */
  void whole(RepositoryName repository, InputStream bytes, Digest digest) throws IOException {
    UploadId upload = begin();
    boolean received = false;
    try {
      append(upload, Optional.of(0L), bytes);
      received = true;
    } finally {
      if (!received) {
        store.abort(upload);
      }
    }
    finish(repository, upload, digest);
  }

  /** Makes the upload a blob of the repository. Durable when it returns. */
  void finish(RepositoryName repository, UploadId upload, Digest digest) throws IOException {
    Optional<byte[]> small = store.take(upload, HeldBlob.SMALL);
    if (small.isPresent()) {
      // A crash here loses bytes that nobody was told are safe; the client pushes them again.
      finishSmall(repository, small.get(), digest);
      return;
    }
    Lock lock = locks.putting(digest);
    lock.lock();
    try {
      finishLarge(repository, upload, digest);
    } finally {
      lock.unlock();
    }
  }

  private void finishLarge(RepositoryName repository, UploadId upload, Digest digest)
      throws IOException {
    switch (store.commit(upload, digest)) {
      // A crash here leaves a whole blob that no row names; the client pushes it again, or gc
      // takes it.
      case BlobStore.Committed.Stored(StoredBlob stored) ->
          blobs.link(repository, new HeldBlob.Large(stored));
      case BlobStore.Committed.Mismatch(Digest actual) -> throw mismatch(actual, digest);
      case BlobStore.Committed.Unknown() -> throw unknown(upload);
    }
  }

  private void finishSmall(RepositoryName repository, byte[] bytes, Digest digest) {
    Digest actual = Digest.of(digest.algorithm(), bytes);
    if (!actual.equals(digest)) {
      throw mismatch(actual, digest);
    }
    blobs.link(repository, new HeldBlob.Small(digest, bytes));
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

  /** Makes a blob of one repository readable through another; whether it was there. */
  boolean mount(RepositoryName from, RepositoryName to, Digest digest) {
    Optional<HeldBlob> blob = blobs.find(from, digest);
    blob.ifPresent(found -> blobs.link(to, found));
    return blob.isPresent();
  }

  static RequestException unknown(UploadId upload) {
    return unknown(upload.value());
  }

  static RequestException unknown(String upload) {
    return RequestException.of(
        OciErrorCode.BLOB_UPLOAD_UNKNOWN,
        "there is no upload "
            + (upload.length() > 64 ? upload.substring(0, 64) + "…" : upload)
            + ": it was finished, cancelled or never begun; begin a new one");
  }
}
