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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One upload: its file, and the SHA-256 of what was written to it so far.
 *
 * <p>Every method takes the upload's lock. The file is not held open between requests.
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
  private final Disk disk;
  private final ReentrantLock lock = new ReentrantLock();
  private final MessageDigest hash = Algorithm.SHA256.newHash(); // under the lock
  private long hashed; // how many bytes the hash has seen; under the lock
  private long size; // under the lock
  private boolean ended; // under the lock

  private FileUpload(Path file, long size, Disk disk) {
    this.file = file;
    this.disk = disk;
    this.size = size;
  }

  static FileUpload begin(Path file, Disk disk) throws IOException {
    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
    return new FileUpload(file, 0, disk);
  }

  /** The upload that an earlier process began; its bytes are hashed again at the end. */
  static Optional<FileUpload> resume(Path file, Disk disk) {
    try {
      return Optional.of(new FileUpload(file, Files.size(file), disk));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many bytes it has; empty once it has ended. */
  OptionalLong size() {
    lock.lock();
    try {
      return ended ? OptionalLong.empty() : OptionalLong.of(size);
    } finally {
      lock.unlock();
    }
  }

  Appended append(long offset, InputStream bytes) throws IOException {
    lock.lock();
    try {
      if (ended) {
        return new Appended.Unknown();
      }
      if (offset != size) {
        return new Appended.OutOfOrder(size);
      }
      write(bytes);
      return new Appended.Added(size);
    } finally {
      lock.unlock();
    }
  }

  private void write(InputStream bytes) throws IOException {
    byte[] step = new byte[SLICE];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.position(size);
      int count = bytes.read(step);
      while (count >= 0) {
        writeInSlices(channel, step, count);
        if (hashed == size) {
          hash.update(step, 0, count);
          hashed += count;
        }
        size += count;
        if (count == SLICE && step.length == SLICE) {
          step = new byte[STEP]; // not before it is needed: most bodies are small
        }
        count = bytes.read(step);
      }
    }
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
   * Writes in slices: the kernel answers one large write with large new pages, and clearing room
   * for those costs several times what the calls do.
   */
  private static void writeInSlices(FileChannel channel, byte[] step, int count)
      throws IOException {
    for (int start = 0; start < count; start += SLICE) {
      ByteBuffer slice = ByteBuffer.wrap(step, start, Math.min(SLICE, count - start));
      while (slice.hasRemaining()) {
        channel.write(slice);
      }
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

  private Digest digest(Algorithm algorithm) throws IOException {
    if (algorithm == Algorithm.SHA256 && hashed == size) {
      return Digest.ofHash(algorithm, hash.digest());
    }
    MessageDigest again = algorithm.newHash();
    byte[] step = new byte[STEP];
    try (InputStream bytes = Files.newInputStream(file)) {
      for (int count = bytes.read(step); count >= 0; count = bytes.read(step)) {
        again.update(step, 0, count);
      }
    }
    return Digest.ofHash(algorithm, again.digest());
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
}
