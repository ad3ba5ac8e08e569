package dev.stet.registry.blobs.file;

import dev.stet.oci.Digest.Algorithm;
import dev.stet.registry.blobs.BlobStore.Unfinished;
import dev.stet.registry.blobs.UploadId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The uploads that are not finished: a folder of files. Safe for use by many threads. */
final class FileUploads {
  private final Path folder;
  private final Disk disk;

  /** By file name. One that has ended goes out after its file, so that nobody resumes it. */
  private final ConcurrentHashMap<String, FileUpload> open = new ConcurrentHashMap<>();

  FileUploads(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  void begin(UploadId upload, Algorithm algorithm) throws IOException {
    open.put(upload.name(), FileUpload.begin(path(upload), algorithm, disk));
  }

  /** The upload, which an earlier process may have begun. */
  Optional<FileUpload> find(UploadId upload) throws IOException {
    return find(upload.name());
  }

  private Optional<FileUpload> find(String name) throws IOException {
    try {
      return Optional.ofNullable(
          open.computeIfAbsent(
              name, _ -> FileUpload.resume(folder.resolve(name), disk).orElse(null)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  Path path(UploadId upload) {
    return folder.resolve(upload.name());
  }

  /** Forgets an upload that may have ended; it has if its file is gone. */
  void forget(UploadId upload) {
    forget(upload.name());
  }

  private void forget(String name) {
    if (Files.notExists(folder.resolve(name))) {
      open.remove(name);
    }
  }

  /** Source: {@link dev.stet.registry.blobs.BlobStore#expire}. */
  int expire(Instant before) throws IOException {
    int expired = 0;
    for (Path file : files()) {
      if (isOlder(file, before) && expire(file.getFileName().toString(), before)) {
        expired++;
      }
    }
    return expired;
  }

  /** A look at the file first, so that the uploads of an earlier process stay out of memory. */
  private static boolean isOlder(Path file, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException e) {
      return false; // it ended meanwhile
    }
  }

  private boolean expire(String name, Instant before) throws IOException {
    Optional<FileUpload> known = find(name);
    boolean expired = known.isPresent() && known.get().expire(before);
    if (expired) {
      forget(name);
    }
    return expired;
  }

  /** Source: {@link dev.stet.registry.blobs.BlobStore#unfinished}. */
  Unfinished unfinished() throws IOException {
    long uploads = 0;
    long bytes = 0;
    for (Path file : files()) {
      try {
        bytes += Files.size(file);
        uploads++;
      } catch (NoSuchFileException _) {
        // It ended meanwhile.
      }
    }
    return new Unfinished(uploads, bytes);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
