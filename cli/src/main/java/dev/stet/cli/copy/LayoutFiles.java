package dev.stet.cli.copy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of an OCI layout, wherever they lie. */
interface LayoutFiles extends AutoCloseable {
  /**
   * Opens a file.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  InputStream open(String path) throws IOException;

  @Override
  default void close() {}

  /** The files of a folder. */
  static LayoutFiles of(Path folder) {
    return path -> Files.newInputStream(folder.resolve(path));
  }
}
