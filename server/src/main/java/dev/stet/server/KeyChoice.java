package dev.stet.server;

import dev.stet.server.keys.KeyFile;
import dev.stet.server.keys.LogKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which key a command is about: the one of a data folder's log, or the one in a file. */
final class KeyChoice {
  @Parameters(arity = "0..1", paramLabel = "FILE", description = "the file of the key")
  private @Nullable Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "instead of FILE: the key of the log in the data folder DIR")
  private @Nullable Path data;

  /** The keys of the log, if a data folder is named. */
  Optional<LogKeys> log() {
    return Optional.ofNullable(data).map(LogKeys::new);
  }

  /**
   * The file of the key.
   *
   * @throws IOException unless just one of both is named
   */
  KeyFile file() throws IOException {
    if ((file == null) == (data == null)) {
      throw new IOException("which key is not clear: name either FILE or --data DIR");
    }
    return file == null ? log().orElseThrow().current() : new KeyFile(file);
  }
}
