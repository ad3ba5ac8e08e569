package dev.stet.cli.server;

import dev.stet.cli.command.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The token that a change through Stet's own API needs: {@code STET_TOKEN}, else the file that a
 * server of the same user leaves.
 */
public final class ApiToken {
  private ApiToken() {}

  /** The token for a server, if there is one. */
  public static Optional<String> of(ServerAddress server, Surroundings surroundings) {
    return surroundings
        .variable("STET_TOKEN")
        .or(() -> left(server.host().replace("localhost", "127.0.0.1"), surroundings));
  }

  private static Optional<String> left(String host, Surroundings surroundings) {
    return surroundings
        .stateFolder()
        .map(folder -> folder.resolve("stet").resolve("tokens").resolve(host.replace(':', '_')))
        .flatMap(ApiToken::read);
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
