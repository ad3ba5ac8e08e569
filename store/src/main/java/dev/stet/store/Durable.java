package dev.stet.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that a power cut does not take back and that nobody but their owner reads. */
public final class Durable {
  /** The rights of a file: its owner reads and writes it. */
  private static final String FILE = "rw-------";

  /** The rights of a folder: its owner goes in. */
  private static final String FOLDER = "rwx------";

  private Durable() {}

  /** Returns when the content of a file, or the names in a folder, are on disk. */
  public static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Returns when the name that a file or folder has just got, or lost, is on disk. */
  public static void syncName(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      sync(folder);
    }
  }

  /**
   * Makes a folder with those above it that are not there, each durably: else a power cut could
   * take it back with all that is in it. Only its owner may go into it.
   */
  public static void makeFolder(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (Files.isDirectory(folder) || parent == null) {
      return;
    }
    makeAbove(parent);
    Files.createDirectories(folder, rights(FOLDER));
    sync(parent);
  }

  private static void makeAbove(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (Files.isDirectory(folder) || parent == null) {
      return;
    }
    makeAbove(parent);
    Files.createDirectories(folder);
    sync(parent);
  }

  /**
   * Replaces a file as a whole, or makes it. Returns when the new one is on disk under its name;
   * until then a crash leaves the old one. Only its owner may read it.
   */
  public static void replace(Path path, byte[] content) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    // A crash before the renaming leaves the beginning of a new file, which the next one replaces.
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), forOwner())) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    // A crash here may take the new file back; nobody was told of it.
    syncName(path);
  }

  /** What a file is made with that only its owner may read. */
  public static FileAttribute<Set<PosixFilePermission>> forOwner() {
    return rights(FILE);
  }

  private static FileAttribute<Set<PosixFilePermission>> rights(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
