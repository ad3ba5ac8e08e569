package dev.stet.registry.care;

import dev.stet.oci.Digest;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.StoredBlob;
import dev.stet.registry.care.Finding.Repair;
import dev.stet.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks that the large blobs are in the store. Pushes and purges go on meanwhile, so nothing is
 * said against a blob whose row has gone since.
 */
final class FileCheck {
  private final Database database;
  private final BlobStore store;
  private final boolean full;
  private final Findings findings;
  private final Function<StoredBlob, Repair> putAside;

  /**
   * A check.
   *
   * @param full whether to hash the bytes, not only to count them
   * @param putAside puts bad bytes aside
   */
  FileCheck(
      Database database,
      BlobStore store,
      boolean full,
      Findings findings,
      Function<StoredBlob, Repair> putAside) {
    this.database = database;
    this.store = store;
    this.full = full;
    this.findings = findings;
    this.putAside = putAside;
  }

  void run() {
    List<LargeBlobs.Row> page = after("");
    while (!page.isEmpty()) {
      page.forEach(this::check);
      page = after(page.getLast().digest());
    }
  }

  private List<LargeBlobs.Row> after(String digest) {
    return database.read(handle -> LargeBlobs.after(handle, digest));
  }

  private void check(LargeBlobs.Row row) {
    findings.sawBlob();
    Optional<StoredBlob> blob = row.blob();
    if (blob.isEmpty()) {
      findings.add(
          DamageKind.DATABASE_DAMAGED,
          row.digest(),
          "the record of a blob has this for its digest: restore a backup");
      return;
    }
    try {
      check(row, blob.get());
    } catch (IOException e) {
      findings.add(
          DamageKind.BLOB_DAMAGED,
          row.digest(),
          "the disk does not give its bytes (" + e.getMessage() + "): see to the disk");
    }
  }

  private void check(LargeBlobs.Row row, StoredBlob blob) throws IOException {
    Optional<InputStream> bytes = store.read(blob, 0, blob.size());
    if (bytes.isPresent()) {
      hash(blob, bytes.get());
    } else if (database.read(handle -> LargeBlobs.has(handle, row))) {
      findings.add(
          DamageKind.BLOB_MISSING,
          row.digest(),
          "its file is gone or has not its "
              + row.size()
              + " bytes, so a pull answers 404: push it again");
    }
  }

  private void hash(StoredBlob blob, InputStream bytes) throws IOException {
    try (bytes) {
      if (full && !digest(blob, bytes).equals(blob.digest())) {
        findings.add(
            DamageKind.BLOB_DAMAGED,
            blob.digest().toString(),
            "its bytes do not hash to it, so whoever pulls it refuses it: put them aside with"
                + " 'stet fsck --full --repair', then push it again",
            putAside.apply(blob));
      }
    }
  }

  private Digest digest(StoredBlob blob, InputStream bytes) throws IOException {
    return Bytes.digest(blob.digest().algorithm(), bytes, findings::read);
  }
}
