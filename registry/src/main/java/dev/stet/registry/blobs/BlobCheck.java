package dev.stet.registry.blobs;

import dev.stet.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * Reads blobs whole to see whether their bytes are right, and takes those out of service that are
 * not. Safe for use by many threads.
 */
public final class BlobCheck {
  private static final int STEP = 256 * 1024;

  private final Blobs blobs;
  private final BlobStore store;
  private final BlobReader reader;
  private final ContentLocks locks;
  private final Damage damage;

  /**
   * Checks what lies in the store.
   *
   * @param locks keeps apart what is damaged and what is just being pushed
   * @param damage is told what is found
   */
  public BlobCheck(Blobs blobs, BlobStore store, ContentLocks locks, Damage damage) {
    this.blobs = blobs;
    this.store = store;
    this.reader = new BlobReader(store);
    this.locks = locks;
    this.damage = damage;
  }

  /** What a check came to. */
  public enum Result {
    /** The bytes hash to the digest. */
    WHOLE,
    /** They do not, or are gone. No repository serves the blob until a push heals it. */
    DAMAGED,
    /** There is no such blob. */
    UNKNOWN
  }

  /**
   * Checks one blob, whichever repositories hold it. What is damaged of a large one is kept aside
   * for the operator.
   *
   * @param pace how fast to read
   * @throws IOException if the bytes could not be read, so that nobody can tell
   */
  public Result check(Digest digest, Pace pace) throws IOException, InterruptedException {
    Optional<HeldBlob> blob = blobs.find(digest);
    if (blob.isEmpty()) {
      return Result.UNKNOWN;
    }
    boolean whole =
        switch (blob.get()) {
          case HeldBlob.Small small -> reader.read(small).isPresent();
          case HeldBlob.Large(StoredBlob stored) -> isWhole(stored, pace) || isHealed(stored);
        };
    if (whole) {
      return Result.WHOLE;
    }
    if (blobs.find(digest).isEmpty()) {
      return Result.UNKNOWN; // it was deleted meanwhile, and its bytes with it
    }
    damage.found(digest);
    return Result.DAMAGED;
  }

  /** Whether a push has put it right meanwhile; else it is out of service now. */
  private boolean isHealed(StoredBlob blob) throws IOException {
    Lock lock = locks.removing(blob.digest());
    lock.lock();
    try {
      return !store.quarantine(blob) && store.locate(blob).isPresent();
    } finally {
      lock.unlock();
    }
  }

  private boolean isWhole(StoredBlob blob, Pace pace) throws IOException, InterruptedException {
    Optional<InputStream> bytes = store.read(blob, 0, blob.size());
    if (bytes.isEmpty()) {
      return false;
    }
    MessageDigest hash = blob.digest().algorithm().newHash();
    byte[] step = new byte[STEP];
    try (InputStream open = bytes.get()) {
      for (int count = open.read(step); count >= 0; count = open.read(step)) {
        hash.update(step, 0, count);
        damage.scrubbed(count);
        pace.spend(count);
      }
    }
    return Digest.ofHash(blob.digest().algorithm(), hash.digest()).equals(blob.digest());
  }
}
