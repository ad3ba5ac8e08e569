package dev.stet.registry.blobs;

import dev.stet.oci.Digest;

/**
 * A blob that a repository holds.
 *
 * <p>A small one lies in the database, where the group commit makes it durable together with
 * whatever else is written at the time; a file of its own would cost more syncs than everything
 * else in a push. A large one lies in the {@link BlobStore}.
 */
public sealed interface HeldBlob {
  /** Up to here a blob is small, in bytes. */
  int SMALL = 32 * 1024;

  /** Its digest. */
  Digest digest();

  /** Its length in bytes. */
  long size();

  /**
   * A blob in the database.
   *
   * @param content its bytes, which nobody changes
   */
  @SuppressWarnings("ArrayRecordComponent") // the digest is the identity
  record Small(Digest digest, byte[] content) implements HeldBlob {
    @Override
    public long size() {
      return content.length;
    }
  }

  /** A blob in the store. */
  record Large(StoredBlob stored) implements HeldBlob {
    @Override
    public Digest digest() {
      return stored.digest();
    }

    @Override
    public long size() {
      return stored.size();
    }
  }
}
