package dev.stet.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of a server that is measured. */
final class ConfigFile {
  private ConfigFile() {}

  /**
   * Writes one.
   *
   * @param template in which {@code FOLDER} stands for the folder and {@code PORT} for the port
   */
  static Path write(Path folder, String name, String template, int port) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        template.replace("FOLDER", folder.toString()).replace("PORT", Integer.toString(port)));
  }
}
