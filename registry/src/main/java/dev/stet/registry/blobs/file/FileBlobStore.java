package dev.stet.registry.blobs.file;

import dev.stet.oci.Digest;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.StoredBlob;
import dev.stet.registry.blobs.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps blobs as files named after their digest. Safe for use by many threads. */
public final class FileBlobStore implements BlobStore {
  private final Path uploads;
  private final Path blobs;
  private final Supplier<UUID> identifiers;
  private final Disk disk;
  private final ConcurrentHashMap<UploadId, FileUpload> open = new ConcurrentHashMap<>();

  /** Folders below the blobs that a power cut does not take back. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  private FileBlobStore(Path uploads, Path blobs, Supplier<UUID> identifiers, Disk disk) {
    this.uploads = uploads;
    this.blobs = blobs;
    this.identifiers = identifiers;
    this.disk = disk;
    durable.add(blobs);
  }

  /**
   * Opens the store, and makes its folders if need be.
   *
   * @param folder where the store keeps its files; nobody else writes there
   * @param identifiers makes the identifiers of uploads; must be random
   */
  public static FileBlobStore open(Path folder, Supplier<UUID> identifiers) throws IOException {
    return open(folder, identifiers, Disk.REAL);
  }

  static FileBlobStore open(Path folder, Supplier<UUID> identifiers, Disk disk) throws IOException {
    Path uploads = Files.createDirectories(folder.resolve("uploads"));
    Path blobs = Files.createDirectories(folder.resolve("blobs"));
    disk.sync(folder);
    disk.sync(parent(folder.toAbsolutePath()));
    return new FileBlobStore(uploads, blobs, identifiers, disk);
  }

  @Override
  public UploadId begin() throws IOException {
    UploadId upload = UploadId.of(identifiers.get());
    open.put(upload, FileUpload.begin(path(upload), disk));
    return upload;
  }

  @Override
  public OptionalLong size(UploadId upload) throws IOException {
    Optional<FileUpload> known = find(upload);
    return known.isPresent() ? known.get().size() : OptionalLong.empty();
  }

  @Override
  public Appended append(UploadId upload, long offset, InputStream bytes) throws IOException {
    Optional<FileUpload> known = find(upload);
    return known.isPresent() ? known.get().append(offset, bytes) : new Appended.Unknown();
  }

  @Override
  public Optional<byte[]> take(UploadId upload, int most) throws IOException {
    Optional<FileUpload> known = find(upload);
    Optional<byte[]> bytes = known.isPresent() ? known.get().take(most) : Optional.empty();
    if (bytes.isPresent()) {
      open.remove(upload);
    }
    return bytes;
  }

  @Override
  public Committed commit(UploadId upload, Digest digest) throws IOException {
    Optional<FileUpload> known = find(upload);
    if (known.isEmpty()) {
      return new Committed.Unknown();
    }
    try {
      return known.get().finish(digest, () -> place(upload, digest));
    } finally {
      open.remove(upload);
    }
  }

  /** Moves a synced upload to its digest. The bytes are right: they were hashed. */
  private String place(UploadId upload, Digest digest) throws IOException {
    String key = BlobFiles.key(digest);
    Path target = blobs.resolve(key);
    Path folder = parent(target);
    makeFolder(folder);
    // A crash here leaves an upload, which the client can end once more.
    disk.move(path(upload), target);
    // A crash here leaves, or does not leave, a whole blob that no row names; gc takes it.
    disk.sync(folder);
    return key;
  }

  /**
   * Makes a folder below the blobs, durably. That it is there is not enough: whoever made it may
   * not have come to sync its parent, so each process does that once.
   */
  private void makeFolder(Path folder) throws IOException {
    if (durable.contains(folder)) {
      return;
    }
    Path parent = parent(folder);
    makeFolder(parent);
    Files.createDirectories(folder);
    disk.sync(parent);
    durable.add(folder);
  }

  @Override
  public boolean abort(UploadId upload) throws IOException {
    Optional<FileUpload> known = find(upload);
    if (known.isEmpty()) {
      return false;
    }
    try {
      return known.get().drop();
    } finally {
      open.remove(upload);
    }
  }

  @Override
  public Optional<InputStream> read(StoredBlob blob, long offset, long length) throws IOException {
    if (locate(blob).isEmpty()) {
      return Optional.empty();
    }
    FileChannel channel = FileChannel.open(path(blob), StandardOpenOption.READ);
    channel.position(offset);
    return Optional.of(new Limited(Channels.newInputStream(channel), length));
  }

  @Override
  public Optional<Location> locate(StoredBlob blob) throws IOException {
    Path path = path(blob);
    try {
      return Files.size(path) == blob.size()
          ? Optional.of(new Location.LocalFile(path))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean delete(StoredBlob blob) throws IOException {
    return Files.deleteIfExists(path(blob));
  }

  @Override
  public void list(Consumer<Listed> consumer) throws IOException {
    new BlobFiles(blobs).list(consumer);
  }

  private Optional<FileUpload> find(UploadId upload) throws IOException {
    try {
      return Optional.ofNullable(
          open.computeIfAbsent(upload, _ -> FileUpload.resume(path(upload), disk).orElse(null)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Path path(UploadId upload) {
    return uploads.resolve(upload.value());
  }

  private Path path(StoredBlob blob) {
    return blobs.resolve(blob.storageKey());
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException("the file system's root holds no blobs: " + path);
    }
    return parent;
  }
}
