package dev.stet.cli.log;

import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ServerCommand;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet log head}. */
@Command(
    name = "head",
    description =
        "Show the newest checkpoint of the log, and the newest that the quorum of your policy signed.",
    footer = {"stet log head", "stet log head --server registry.example -o json"})
public final class LogHeadCommand extends ServerCommand implements Runnable {
  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy, by default that of the registry.")
  private @Nullable Path policy;

  /** The command, in its surroundings. */
  public LogHeadCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    VerifiedLog log = VerifiedLog.open(client(Optional.empty()).server(), policy, surroundings());
    write(
        new HeadResult(log.policy(), log.newest(), log.quorum(), surroundings().clock().instant()));
  }
}
