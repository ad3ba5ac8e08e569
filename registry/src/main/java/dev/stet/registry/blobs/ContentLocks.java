package dev.stet.registry.blobs;

import dev.stet.oci.Digest;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * Keeps apart those who put the bytes of a blob into the store and then write its row, and those
 * who remove bytes: because no row names them, or because they are damaged. Many may put at a time,
 * also the same. Safe for use by many threads.
 */
public final class ContentLocks {
  private static final int STRIPES = 64;

  /** Each stands for many digests. */
  private final List<ReadWriteLock> stripes =
      Stream.<ReadWriteLock>generate(ReentrantReadWriteLock::new).limit(STRIPES).toList();

  /** To be held from before bytes are put into the store until their row is written. */
  Lock putting(Digest digest) {
    return stripe(digest).readLock();
  }

  /** To be held from before looking at the row or the bytes until the bytes are removed. */
  Lock removing(Digest digest) {
    return stripe(digest).writeLock();
  }

  private ReadWriteLock stripe(Digest digest) {
    return stripes.get(Math.floorMod(digest.hashCode(), STRIPES));
  }
}
