package dev.stet.cli;

import dev.stet.api.ServerVersion;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.FailureReport;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet version}. */
@Command(
    name = "version",
    description = "Print the version of this command and of the server.",
    footer = {
      "stet version",
      "stet version --client",
      "stet version --server stet.example -o json"
    })
final class VersionCommand extends ServerCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(names = "--client", description = "Ask no server.")
  private boolean clientOnly;

  VersionCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /** The version of the client is told also where the server gives no answer. */
  @Override
  public Integer call() {
    if (clientOnly) {
      write(Optional.empty());
      return 0;
    }
    ApiClient client = client(Optional.empty(), PATIENCE);
    try {
      String version =
          client
              .get(
                  ApiPath.of("version"),
                  ServerVersion.class,
                  "the version of the server is not known")
              .version();
      write(Optional.of(new VersionResult.Server(client.server().toString(), version)));
      return 0;
    } catch (Failure failure) {
      write(Optional.empty());
      return new FailureReport(surroundings()).write(failure);
    }
  }

  private void write(Optional<VersionResult.Server> answer) {
    write(new VersionResult(surroundings().version(), answer.orElse(null)));
  }
}
