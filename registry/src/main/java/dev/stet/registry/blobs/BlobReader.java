package dev.stet.registry.blobs;

import dev.stet.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads blobs whole, into memory. Safe for use by many threads. */
public final class BlobReader {
  private final BlobStore store;

  /** Reads what lies in the store from there. */
  public BlobReader(BlobStore store) {
    this.store = store;
  }

  /** The bytes of a blob; empty if they are gone or do not hash to its digest any more. */
  public Optional<byte[]> read(HeldBlob blob) throws IOException {
    Optional<byte[]> bytes =
        switch (blob) {
          case HeldBlob.Small(_, byte[] content) -> Optional.of(content);
          case HeldBlob.Large(StoredBlob stored) -> read(stored);
        };
    return bytes.filter(it -> Digest.of(blob.digest().algorithm(), it).equals(blob.digest()));
  }

  private Optional<byte[]> read(StoredBlob stored) throws IOException {
    Optional<InputStream> stream = store.read(stored, 0, stored.size());
    if (stream.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream open = stream.get()) {
      return Optional.of(open.readAllBytes());
    }
  }
}
