package dev.stet.cli;

import dev.stet.cli.command.Failure;
import dev.stet.cli.command.FailureReport;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.OutputOptions;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ServerAddress;
import dev.stet.cli.server.ServerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
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
final class VersionCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Surroundings surroundings;

  @Option(names = "--client", description = "Ask no server.")
  private boolean clientOnly;

  @ArgGroup(validate = false, heading = "%nOutput%n")
  private OutputOptions output = new OutputOptions();

  @ArgGroup(validate = false, heading = "%nServer%n")
  private ServerOptions server = new ServerOptions();

  VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The version of the client is told also where the server gives no answer. */
  @Override
  public Integer call() {
    if (clientOnly) {
      write(Optional.empty());
      return 0;
    }
    ServerAddress address = server.resolve(Optional.empty(), surroundings);
    try {
      String version = new ApiClient(address, surroundings.version(), PATIENCE).version().version();
      write(Optional.of(new VersionResult.Server(address.toString(), version)));
      return 0;
    } catch (Failure failure) {
      write(Optional.empty());
      return new FailureReport(surroundings).write(failure);
    }
  }

  private void write(Optional<VersionResult.Server> answer) {
    output.write(
        new VersionResult(surroundings.version(), answer.orElse(null)), surroundings.console());
  }
}
