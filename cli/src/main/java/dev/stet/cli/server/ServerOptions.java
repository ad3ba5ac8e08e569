package dev.stet.cli.server;

import dev.stet.cli.command.Surroundings;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name the server. */
public final class ServerOptions {
  private static final String DEFAULT = "127.0.0.1:5000";

  @Option(
      names = "--server",
      paramLabel = "ADDRESS",
      description =
          "The server of operands that name no host, by default 127.0.0.1:5000 [STET_SERVER]")
  private @Nullable String server;

  @Option(
      names = "--plain-http",
      description = "Speak plain http to other machines too. Others on the way can read it.")
  private boolean plainHttp;

  /** Whether plain http may be spoken to other machines. */
  public boolean plainHttp() {
    return plainHttp;
  }

  /**
   * The server: the operand's host, else {@code --server}, {@code STET_SERVER}, the file of
   * settings, the default.
   *
   * @param host the host that the operand names
   */
  public ServerAddress resolve(Optional<String> host, Surroundings surroundings) {
    if (host.isPresent()) {
      return address(host.get(), "the operand");
    }
    if (server != null) {
      return address(server, "--server");
    }
    Optional<String> variable = surroundings.variable("STET_SERVER");
    if (variable.isPresent()) {
      return address(variable.get(), "STET_SERVER");
    }
    SettingsFile settings = SettingsFile.of(surroundings);
    return settings
        .server()
        .map(named -> address(named, settings.toString()))
        .orElseGet(() -> address(DEFAULT, "the default"));
  }

  /**
   * A client of the server.
   *
   * @param patience how long to wait for each answer
   */
  public ApiClient client(Optional<String> host, Surroundings surroundings, Duration patience) {
    ServerAddress address = resolve(host, surroundings);
    return new ApiClient(address, new Caller(surroundings, isOwn(address, surroundings)), patience);
  }

  /** Whether a server is on this machine, or the one that the options or settings name. */
  public boolean isOwn(ServerAddress address, Surroundings surroundings) {
    return ServerAddress.isLoopback(String.valueOf(address.base().getHost()))
        || address.base().equals(resolve(Optional.empty(), surroundings).base());
  }

  private ServerAddress address(String text, String namedBy) {
    return ServerAddress.parse(text, namedBy, plainHttp);
  }
}
