package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.cli.registry.RegistryRepository.Pushed;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A folder with an OCI layout to write to; made where there is none. */
final class LayoutTarget implements Target {
  static final String VERSION_FILE = "oci-layout";
  static final byte[] VERSION =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();

  LayoutTarget(Path folder) {
    this.folder = folder;
  }

  private LayoutIndex index() throws IOException {
    return Files.exists(folder.resolve(LayoutIndex.FILE))
        ? LayoutIndex.read(LayoutFiles.of(folder))
        : LayoutIndex.empty();
  }

  boolean hasBlob(Digest blob) {
    return Files.exists(folder.resolve(LayoutIndex.path(blob)));
  }

  @Override
  public Optional<Digest> find(Reference reference) throws IOException {
    return switch (reference) {
      case Digest digest -> hasBlob(digest) ? Optional.of(digest) : Optional.empty();
      case TagName tag ->
          index().entries().stream()
              .filter(entry -> entry.name().equals(Optional.of(tag)))
              .map(LayoutIndex.Entry::digest)
              .findFirst();
    };
  }

  @Override
  public Received receive(Descriptor blob, Content content) throws IOException {
    if (hasBlob(blob.digest())) {
      return Received.PRESENT;
    }
    try (InputStream bytes = content.open()) {
      write(LayoutIndex.path(blob.digest()), bytes);
    }
    return Received.COPIED;
  }

  @Override
  public Pushed push(Reference reference, DownloadedManifest manifest) throws IOException {
    write(LayoutIndex.path(manifest.digest()), manifest.bytes());
    if (reference instanceof TagName tag) {
      name(manifest, Optional.of(tag));
    }
    return new Pushed.Standing(manifest.digest());
  }

  @Override
  public boolean list(DownloadedManifest manifest) throws IOException {
    name(manifest, Optional.empty());
    return true;
  }

  private void name(DownloadedManifest manifest, Optional<TagName> tag) throws IOException {
    lock.lock();
    try {
      LayoutIndex index = index();
      Descriptor descriptor =
          new Descriptor(manifest.mediaType(), manifest.digest(), manifest.bytes().length, false);
      index.put(descriptor, tag);
      write(VERSION_FILE, VERSION);
      write(LayoutIndex.FILE, index.bytes());
    } finally {
      lock.unlock();
    }
  }

  private void write(String path, byte[] bytes) throws IOException {
    try (InputStream content = new ByteArrayInputStream(bytes)) {
      write(path, content);
    }
  }

  /** Writes beside and renames, so that no file is ever half there. */
  private void write(String path, InputStream content) throws IOException {
    Path file = folder.resolve(path);
    Path parent = file.resolveSibling("");
    Files.createDirectories(parent);
    Path beside = Files.createTempFile(parent, ".stet-", ".part");
    try {
      Files.copy(content, beside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  @Override
  public Failure failure(IOException cause) {
    return cause instanceof SourceBrokenException broken
        ? broken.failure()
        : Failure.of(ExitCode.FAILURE, folder + " cannot be written as an OCI layout")
            .because(String.valueOf(cause.getMessage()))
            .next("name a folder that is empty or holds an OCI layout, on a disk with room");
  }
}
