package dev.stet.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The folder that holds everything Stet keeps, locked for this process.
 *
 * <p>The lock is the operating system's, on the file {@code stet.lock}: it ends with the process,
 * however that ends. It is taken before anything else in the folder is opened.
 */
public final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder if need be, for its owner alone, and locks it.
   *
   * @throws StoreException if it cannot be written, or another Stet has it; the message says which
   *     and what to do
   */
  public static DataFolder open(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    FileChannel channel;
    try {
      Durable.makeFolder(folder);
      channel =
          FileChannel.open(
              folder.resolve("stet.lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              Durable.forOwner());
    } catch (IOException e) {
      throw new StoreException(
          "cannot write to the data folder "
              + folder
              + " ("
              + reason(e)
              + "): see that its disk has room and that this user may write to it, or name another"
              + " with --data DIR",
          e);
    }
    return new DataFolder(folder, locked(folder, channel));
  }

  private static String reason(IOException e) {
    String told = e instanceof FileSystemException failure ? failure.getReason() : null;
    return told == null ? e.getClass().getSimpleName() : told;
  }

  private static FileChannel locked(Path folder, FileChannel channel) {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    } catch (IOException e) {
      throw new StoreException(
          "cannot lock the data folder " + folder + ": it must lie on a local disk", e);
    }
    if (lock == null) {
      throw new StoreException(
          "the data folder "
              + folder
              + " is in use by another Stet: stop that one, or name another folder with --data DIR",
          new IOException("stet.lock is held"));
    }
    return channel;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new StoreException("cannot release the data folder " + path, e);
    }
  }
}
