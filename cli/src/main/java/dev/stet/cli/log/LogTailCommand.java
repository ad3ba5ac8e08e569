package dev.stet.cli.log;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ServerCommand;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet log tail}. */
@Command(
    name = "tail",
    description = "Show the last entries of the log, each checked up to the signed checkpoint.",
    footer = {"stet log tail", "stet log tail -n 100 -o json"})
public final class LogTailCommand extends ServerCommand implements Runnable {
  private static final int MOST = 10_000;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      description = "So many entries, 10 by default.")
  private int count = 10;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy, by default that of the registry.")
  private @Nullable Path policy;

  /** The command, in its surroundings. */
  public LogTailCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    if (count < 1 || count > MOST) {
      throw Failure.of(ExitCode.USAGE, "-n " + count + " is not possible")
          .because("wanted 1 to " + MOST)
          .next("stet log tail --help");
    }
    VerifiedLog log = VerifiedLog.open(client(Optional.empty()).server(), policy, surroundings());
    long size = log.newest().checkpoint().size();
    write(
        new EntriesResult(
            log.newest().checkpoint(),
            log.entries(Math.max(0, size - count), size),
            surroundings().clock().instant()));
  }
}
