package dev.stet.server;

import dev.stet.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The data folder of an earlier build, as a killed process left it, and what that had promised.
 *
 * @param data the folder
 * @param promises what was acknowledged or refused, in its order
 */
record EarlierFolder(Path data, List<Promise> promises) {
  /**
   * One answer of the earlier build.
   *
   * @param kind {@code manifest}, {@code blob} or {@code refused}
   * @param reference a tag or digest
   * @param reason why it was refused; empty where it was not
   */
  record Promise(String kind, String repository, String reference, Digest digest, String reason) {
    private static Promise of(String line) {
      String[] words = line.split(" ", -1);
      return words[0].equals("blob")
          ? new Promise(words[0], words[1], words[2], Digest.parse(words[2]), "")
          : new Promise(
              words[0],
              words[1],
              words[2],
              Digest.parse(words[3]),
              words.length > 4 ? words[4] : "");
    }

    String path() {
      return "/v2/" + repository + (kind.equals("blob") ? "/blobs/" : "/manifests/") + reference;
    }
  }

  /** Unpacks the one of schema {@code V001} into an empty folder. */
  static EarlierFolder unpack(Path into) throws IOException {
    try (InputStream packed =
            Objects.requireNonNull(EarlierFolder.class.getResourceAsStream("migration/v001.zip"));
        ZipInputStream zip = new ZipInputStream(packed)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = into.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.copy(zip, file);
        }
      }
    }
    return new EarlierFolder(
        into.resolve("data"),
        Files.readAllLines(into.resolve("expected.txt")).stream().map(Promise::of).toList());
  }

  List<Promise> acknowledged() {
    return promises.stream().filter(it -> !it.kind().equals("refused")).toList();
  }

  List<Promise> refused() {
    return promises.stream().filter(it -> it.kind().equals("refused")).toList();
  }
}
