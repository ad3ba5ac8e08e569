package dev.stet.registry.care;

import dev.stet.oci.Digest;
import dev.stet.oci.MalformedException;
import dev.stet.registry.blobs.StoredBlob;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of the blobs whose bytes lie in the store. */
final class LargeBlobs {
  private static final int PAGE = 500;

  private static final String AFTER =
      "SELECT digest, size, storage_key FROM blob WHERE digest > ? AND storage_key <> ''"
          + " ORDER BY digest LIMIT "
          + PAGE;

  private LargeBlobs() {}

  /**
   * A row, as it is written.
   *
   * @param digest that of the blob, or what a flipped bit has made of it
   */
  record Row(String digest, long size, String storageKey) {
    /** The blob; empty if the digest is none. */
    Optional<StoredBlob> blob() {
      try {
        return Optional.of(new StoredBlob(Digest.parse(digest), size, storageKey));
      } catch (MalformedException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * The next rows in the order of the digests; none at the end.
   *
   * @param last the digest of the last row before, at first empty
   */
  static List<Row> after(Handle handle, String last) {
    return handle
        .createQuery(AFTER)
        .bind(0, last)
        .map((row, _) -> new Row(row.getString(1), row.getLong(2), row.getString(3)))
        .list();
  }

  /** Whether the row is still there. */
  static boolean has(Handle handle, Row row) {
    return handle
        .createQuery("SELECT 1 FROM blob WHERE digest = ? AND storage_key = ?")
        .bind(0, row.digest())
        .bind(1, row.storageKey())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }
}
