package dev.stet.registry.blobs.file;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.MalformedException;
import dev.stet.registry.blobs.BlobStore.Listed;
import dev.stet.registry.blobs.StoredBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The folders in which blobs lie, each named after its digest. */
final class BlobFiles {
  private final Path blobs;

  BlobFiles(Path blobs) {
    this.blobs = blobs;
  }

  /** Where a blob lies, below the folder of all blobs. */
  static String key(Digest digest) {
    return digest.algorithm().prefix() + "/" + digest.hex().substring(0, 2) + "/" + digest.hex();
  }

  /** Goes through all blobs; whatever else lies there is left out. */
  void list(Consumer<Listed> consumer) throws IOException {
    for (Algorithm algorithm : Algorithm.values()) {
      for (Path folder : entries(blobs.resolve(algorithm.prefix()))) {
        for (Path file : entries(folder)) {
          blob(algorithm, file).ifPresent(consumer);
        }
      }
    }
  }

  /** What is in a folder now, so that it may change meanwhile; nothing if it is no folder. */
  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  /** The blob that a file is; empty if it is none, or has gone. */
  private Optional<Listed> blob(Algorithm algorithm, Path file) throws IOException {
    try {
      Digest digest = new Digest(algorithm, String.valueOf(file.getFileName()));
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      StoredBlob blob = new StoredBlob(digest, attributes.size(), key(digest));
      return attributes.isRegularFile() && file.equals(blobs.resolve(blob.storageKey()))
          ? Optional.of(new Listed(blob, attributes.lastModifiedTime().toInstant()))
          : Optional.empty();
    } catch (MalformedException | NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
