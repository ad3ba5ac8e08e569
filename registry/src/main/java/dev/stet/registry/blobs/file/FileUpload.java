package dev.stet.registry.blobs.file;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.registry.blobs.BlobStore.Appended;
import dev.stet.registry.blobs.BlobStore.Committed;
import dev.stet.registry.blobs.StoredBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One upload: its file, and the hash of what was written to it so far.
 *
 * <p>Every method but {@link #size} takes the upload's lock. The file is not held open between
 * requests. The hash is lost with the process, and when bytes are taken back; then the file is read
 * once more at the end.
 */
final class FileUpload {
  /** Large steps: fewer calls for hashing and writing. */
  private static final int STEP = 256 * 1024;

  private static final int SLICE = 32 * 1024;

  @FunctionalInterface
  interface Placement {
    /** Moves the synced file to its place and returns its storage key. */
    String place() throws IOException;
  }

  private final Path file;
  private final Algorithm algorithm;
  private final Disk disk;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable MessageDigest hash; // made when bytes come; under the lock
  private long hashed; // how many bytes the hash has seen; under the lock
  private volatile long size; // changed under the lock
  private volatile boolean ended; // changed under the lock

  private FileUpload(Path file, Algorithm algorithm, long size, Disk disk) {
    this.file = file;
    this.algorithm = algorithm;
    this.disk = disk;
    this.size = size;
  }

  static FileUpload begin(Path file, Algorithm algorithm, Disk disk) throws IOException {
    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
    return new FileUpload(file, algorithm, 0, disk);
  }

  /** The upload that an earlier process began. */
  static Optional<FileUpload> resume(Path file, Disk disk) {
    try {
      return Optional.of(new FileUpload(file, Algorithm.SHA256, Files.size(file), disk));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many bytes it has; empty once it has ended. */
  OptionalLong size() {
    return ended ? OptionalLong.empty() : OptionalLong.of(size);
  }

  Appended append(long offset, OptionalLong length, InputStream bytes) throws IOException {
    lock.lock();
    try {
      long before = size;
      if (ended) {
        return new Appended.Unknown();
      }
      if (offset != before) {
        return new Appended.OutOfOrder(before);
      }
      if (!write(bytes, length.orElse(Long.MAX_VALUE - before))
          || (length.isPresent() && size - before != length.getAsLong())) {
        takeBack(before);
        return new Appended.WrongLength();
      }
      return new Appended.Added(size);
    } finally {
      lock.unlock();
    }
  }

  /** Writes what comes; whether that was no more than the most. */
  private boolean write(InputStream bytes, long most) throws IOException {
    long end = size + most;
    byte[] step = new byte[SLICE];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.position(size);
      int count = bytes.read(step);
      while (count >= 0 && count <= end - size) {
        writeInSlices(channel, step, count);
        added(step, count);
        if (count == SLICE && step.length == SLICE) {
          step = new byte[STEP]; // not before it is needed: most bodies are small
        }
        count = bytes.read(step);
      }
      return count < 0;
    }
  }

  /**
   * Writes in slices: the kernel answers one large write with large new pages, and clearing room
   * for those costs several times what the calls do.
   */
  private void writeInSlices(FileChannel channel, byte[] step, int count) throws IOException {
    for (int start = 0; start < count; start += SLICE) {
      disk.write(channel, ByteBuffer.wrap(step, start, Math.min(SLICE, count - start)));
    }
  }

  private void added(byte[] step, int count) {
    long before = size;
    if (hashed == before) {
      MessageDigest known = hash == null ? algorithm.newHash() : hash;
      known.update(step, 0, count);
      hash = known;
      hashed += count;
    }
    size = before + count;
  }

  /** Makes the upload what it was, also for another process; only the hash is lost. */
  private void takeBack(long before) throws IOException {
    size = before;
    hash = null;
    hashed = 0;
    cut();
  }

  /** Ends the upload and returns its bytes, if they are no more than that. */
  Optional<byte[]> take(int most) throws IOException {
    lock.lock();
    try {
      if (ended || size > most) {
        return Optional.empty();
      }
      byte[] bytes;
      try (InputStream content = Files.newInputStream(file)) {
        bytes = content.readNBytes((int) size);
      }
      ended = true;
      Files.deleteIfExists(file);
      return Optional.of(bytes);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the upload, whatever comes of it. Its file is synced before it is placed: a name that is
   * durable never shows bytes that are not. A sync that fails fails the request, and is not tried
   * again on this file, which is dropped.
   */
  Committed finish(Digest digest, Placement placement) throws IOException {
    lock.lock();
    try {
      if (ended) {
        return new Committed.Unknown();
      }
      ended = true;
      cut();
      Digest actual = digest(digest.algorithm());
      if (!actual.equals(digest)) {
        return new Committed.Mismatch(actual);
      }
      disk.sync(file);
      return new Committed.Stored(new StoredBlob(digest, size, placement.place()));
    } finally {
      try {
        Files.deleteIfExists(file); // it has been placed, or is of no more use
      } finally {
        lock.unlock();
      }
    }
  }

  /** A write that failed half-way may have left more than was counted. */
  private void cut() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private Digest digest(Algorithm wanted) throws IOException {
    MessageDigest known = hash;
    if (known != null && wanted == algorithm && hashed == size) {
      return Digest.ofHash(wanted, known.digest());
    }
    return digest(file, wanted);
  }

  /** The digest of a file, read from its beginning. */
  static Digest digest(Path file, Algorithm algorithm) throws IOException {
    MessageDigest hash = algorithm.newHash();
    byte[] step = new byte[STEP];
    try (InputStream bytes = Files.newInputStream(file)) {
      for (int count = bytes.read(step); count >= 0; count = bytes.read(step)) {
        hash.update(step, 0, count);
      }
    }
    return Digest.ofHash(algorithm, hash.digest());
  }

  /** Ends the upload without a blob; whether it had not ended already. */
  boolean drop() throws IOException {
    lock.lock();
    try {
      boolean open = !ended;
      ended = true;
      Files.deleteIfExists(file);
      return open;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the upload if its last byte came before that and nobody is at it.
   *
   * @return whether its file is gone
   */
  boolean expire(Instant before) throws IOException {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      if (!ended && !Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
        return false;
      }
      ended = true;
      Files.deleteIfExists(file);
      return true;
    } finally {
      lock.unlock();
    }
  }
}
