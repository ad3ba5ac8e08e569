package dev.stet.cli.server;

import dev.stet.cli.command.Surroundings;
import dev.stet.cli.git.ActorName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who asks a server, and the secret that a change has to show.
 *
 * @param surroundings where the command runs
 * @param own whether the server is the person's own: it is on this machine, or the settings name it
 */
record Caller(Surroundings surroundings, boolean own) {
  private static final String TOKEN = "STET_TOKEN";
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "::1");

  String userAgent() {
    return "stet/" + surroundings.version();
  }

  /** The name that the server's history shall have; no stranger's server is told. */
  Optional<String> actor() {
    return own ? ActorName.of(surroundings) : Optional.empty();
  }

  /**
   * The token for changes: {@code STET_TOKEN}, which only the person's own server gets, else the
   * one that a server of the same user on this machine has left.
   */
  Optional<String> token(ServerAddress address) {
    return surroundings
        .variable(TOKEN)
        .filter(_ -> own)
        .map(String::strip)
        .or(() -> files(address).flatMap(Caller::read).findFirst());
  }

  private Stream<Path> files(ServerAddress address) {
    String host = address.base().getHost();
    if (!ServerAddress.isLoopback(host)) {
      return Stream.empty();
    }
    return surroundings.stateFolder().map(it -> it.resolve("stet").resolve("tokens")).stream()
        .flatMap(
            folder ->
                Stream.concat(Stream.of(host.replaceAll("[\\[\\]]", "")), LOOPBACK.stream())
                    .distinct()
                    .map(name -> folder.resolve(name + "_" + address.port())));
  }

  private static Stream<String> read(Path file) {
    try {
      return Stream.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
    } catch (IOException e) {
      return Stream.empty(); // the server then says that it wants a token, and where that lies
    }
  }
}
