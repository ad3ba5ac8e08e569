package dev.stet.acceptance.clients;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads archives that clients wrote. */
final class TarGz {
  private TarGz() {}

  /** What is in a file of a tar archive in gzip. */
  static byte[] read(byte[] archive, String file) throws IOException {
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(archive))) {
      return readTar(plain.readAllBytes(), file);
    }
  }

  /** What is in the first file of a tar archive whose name ends so. */
  static byte[] readTar(byte[] archive, String end) throws IOException {
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().endsWith(end)) {
          return tar.readAllBytes();
        }
      }
    }
    throw new AssertionError("no " + end + " in the archive");
  }
}
