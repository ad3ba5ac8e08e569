package dev.stet.cli.copy;

import dev.stet.cli.output.Progress;

/** How many blobs got there in which way; the fields stand in the document. */
record BlobTotals(long copied, long mounted, long present, long bytes) {
  static final BlobTotals NONE = new BlobTotals(0, 0, 0, 0);

  BlobTotals plus(Target.Received received, long size) {
    return switch (received) {
      case COPIED, WANTED -> new BlobTotals(copied + 1, mounted, present, bytes + size);
      case MOUNTED -> new BlobTotals(copied, mounted + 1, present, bytes);
      case PRESENT -> new BlobTotals(copied, mounted, present + 1, bytes);
    };
  }

  BlobTotals plus(BlobTotals other) {
    return new BlobTotals(
        copied + other.copied,
        mounted + other.mounted,
        present + other.present,
        bytes + other.bytes);
  }

  @Override
  public String toString() {
    return "%d blobs copied (%s), %d mounted, %d already there"
        .formatted(copied, Progress.bytes(bytes), mounted, present);
  }
}
