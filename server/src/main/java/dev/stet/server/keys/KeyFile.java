package dev.stet.server.keys;

import dev.stet.log.MalformedException;
import dev.stet.log.SigningKey;
import dev.stet.store.Durable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with one signing key: the line {@code PRIVATE+KEY+…}, which only its owner may read.
 *
 * @param path where it is
 */
public record KeyFile(Path path) {
  /** Whether it is there. */
  public boolean exists() {
    return Files.exists(path);
  }

  /**
   * Reads the key.
   *
   * @throws IOException if the file cannot be read, or holds no key
   */
  public SigningKey read() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(path);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "there is no key in " + path + ": stet keys new makes one, stet keys import brings one",
          e);
    }
    if (lines.size() != 1) {
      throw new IOException(path + " has " + lines.size() + " lines, wanted one PRIVATE+KEY+…");
    }
    try {
      return SigningKey.parse(lines.getFirst());
    } catch (MalformedException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a key, durably, and never over another.
   *
   * @throws IOException if it cannot be written, or there is a file already
   */
  public void create(SigningKey key) throws IOException {
    Durable.makeFolder(path.toAbsolutePath().resolveSibling(""));
    Path part = path.resolveSibling(path.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, Durable.forOwner());
    Files.writeString(part, key.encoded() + "\n");
    Durable.sync(part);
    try {
      Files.createLink(path, part);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "there is a key in " + path + " already, and it is not written over", e);
    } finally {
      Files.delete(part);
    }
    Durable.syncName(path);
  }
}
