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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file that {@code docker load} reads: {@code manifest.json} for older dockers, and beside it an
 * OCI layout, so that the manifest stays the same bytes.
 */
final class ArchiveTarget implements Target {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final Path beside;
  private final String repository;
  private final OutputStream stream;
  private final TarArchiveOutputStream tar;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> written = new HashSet<>();
  private final LayoutIndex index = LayoutIndex.empty();
  private final ArrayNode images = JSON.createArrayNode();

  /**
   * Begins a file, which appears once it is complete.
   *
   * @param repository the repository that docker is to name the images by
   */
  ArchiveTarget(Path file, String repository) throws IOException {
    this.file = file;
    this.repository = repository;
    Path absolute = file.toAbsolutePath();
    this.beside = Files.createTempFile(absolute.resolveSibling(""), ".stet-", ".part");
    this.stream = Files.newOutputStream(beside);
    this.tar = new TarArchiveOutputStream(stream, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  @Override
  public Optional<Digest> find(Reference reference) {
    return Optional.empty();
  }

  /** Takes the blob to a file of its own first, so that it can be tried again. */
  @Override
  public Received receive(Descriptor blob, Content content) throws IOException {
    Path whole = Files.createTempFile(beside.resolveSibling(""), ".stet-", ".part");
    try {
      try (InputStream bytes = content.open()) {
        Files.copy(bytes, whole, StandardCopyOption.REPLACE_EXISTING);
      }
      append(blob, whole);
      return Received.COPIED;
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private void append(Descriptor blob, Path whole) throws IOException {
    lock.lock();
    try (InputStream bytes = Files.newInputStream(whole)) {
      add(LayoutIndex.path(blob.digest()), blob.size(), bytes);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Pushed push(Reference reference, DownloadedManifest manifest) throws IOException {
    if (manifest.manifest().isIndex()) {
      throw Failure.of(ExitCode.USAGE, "a docker archive holds images for one platform each")
          .because("the source is an index: " + manifest.manifest().manifests().size() + " images")
          .next("name one of them: REPO@" + manifest.manifest().manifests().getFirst().digest());
    }
    lock.lock();
    try {
      add(LayoutIndex.path(manifest.digest()), manifest.bytes());
      Optional<TagName> tag =
          reference instanceof TagName name ? Optional.of(name) : Optional.empty();
      index.put(
          new Descriptor(manifest.mediaType(), manifest.digest(), manifest.bytes().length, false),
          tag);
      describe(manifest, tag);
    } finally {
      lock.unlock();
    }
    return new Pushed.Standing(manifest.digest());
  }

  private void describe(DownloadedManifest manifest, Optional<TagName> tag) {
    ObjectNode image = images.addObject();
    manifest
        .manifest()
        .config()
        .ifPresent(config -> image.put("Config", LayoutIndex.path(config.digest())));
    ArrayNode names = image.putArray("RepoTags");
    tag.ifPresent(name -> names.add(repository + ":" + name));
    ArrayNode layers = image.putArray("Layers");
    manifest.manifest().layers().forEach(layer -> layers.add(LayoutIndex.path(layer.digest())));
  }

  private void add(String path, byte[] bytes) throws IOException {
    add(path, bytes.length, new ByteArrayInputStream(bytes));
  }

  private void add(String path, long size, InputStream content) throws IOException {
    if (written.add(path)) {
      TarArchiveEntry entry = new TarArchiveEntry(path);
      entry.setSize(size);
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      content.transferTo(tar);
      tar.closeArchiveEntry();
    }
  }

  @Override
  public void finish() throws IOException {
    add(LayoutTarget.VERSION_FILE, LayoutTarget.VERSION);
    add(LayoutIndex.FILE, index.bytes());
    add(DockerArchive.FILE, JSON.writeValueAsBytes(images));
    tar.finish();
    tar.close();
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public Failure failure(IOException cause) {
    return cause instanceof SourceBrokenException broken
        ? broken.failure()
        : Failure.of(ExitCode.FAILURE, file + " cannot be written")
            .because(String.valueOf(cause.getMessage()))
            .next("name a file in a folder that is there, on a disk with room");
  }

  /** Takes away what is not complete. */
  @Override
  public void close() {
    try {
      stream.close();
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
