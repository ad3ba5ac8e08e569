package dev.stet.cli.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/** How a repository names its objects. Source: git-config, {@code extensions.objectFormat}. */
record ObjectFormat(Path gitFolder) {
  boolean isSha256() throws IOException {
    Path file = common().resolve("config");
    if (!Files.isRegularFile(file)) {
      return false;
    }
    Config config = new Config();
    try {
      config.fromText(Files.readString(file));
    } catch (ConfigInvalidException e) {
      throw new IOException(file + " was not understood: " + e.getMessage(), e);
    }
    return "sha256".equalsIgnoreCase(config.getString("extensions", null, "objectformat"));
  }

  /** The folder that a linked worktree shares with the others. */
  private Path common() throws IOException {
    Path pointer = gitFolder.resolve("commondir");
    return Files.isRegularFile(pointer)
        ? gitFolder.resolve(Files.readString(pointer).strip()).normalize()
        : gitFolder;
  }
}
