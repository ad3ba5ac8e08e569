package dev.stet.registry.blobs;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

/**
 * Removes from the store what no row names. Safe for use by many threads, pushes of the same blob
 * among them: they put the bytes and write the row under one lock, and here the row is looked for
 * and the bytes are removed under the same, so that no row is ever without its bytes.
 */
public final class BlobRemoval {
  private final BlobStore store;
  private final Blobs blobs;
  private final ContentLocks locks;

  BlobRemoval(BlobStore store, Blobs blobs, ContentLocks locks) {
    this.store = store;
    this.blobs = blobs;
    this.locks = locks;
  }

  /**
   * Removes the bytes of a blob unless a row names it.
   *
   * @return whether there were bytes, and they are gone
   */
  public boolean remove(StoredBlob blob) throws IOException {
    Lock lock = locks.removing(blob.digest());
    lock.lock();
    try {
      return !blobs.isKnown(blob.digest()) && store.delete(blob);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there are bytes of a blob, and no row names them nor will in a moment. */
  public boolean isStray(StoredBlob blob) throws IOException {
    Lock lock = locks.removing(blob.digest());
    lock.lock();
    try {
      return !blobs.isKnown(blob.digest()) && store.locate(blob).isPresent();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Goes through the blobs in the store that no row names and that are older than that.
   *
   * @throws CancellationException if the thread is interrupted
   */
  public void strays(Instant before, Consumer<StoredBlob> consumer) throws IOException {
    store.list(
        listed -> {
          if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("Stet is stopping");
          }
          if (listed.writtenAt().isBefore(before) && !blobs.isKnown(listed.blob().digest())) {
            consumer.accept(listed.blob());
          }
        });
  }
}
