package dev.stet.cli.log;

import dev.stet.api.LogRecovered;
import dev.stet.api.NewLogRecovery;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.Changed;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet log recover}. */
@Command(
    name = "recover",
    description =
        "Fetch the entries that a restored backup lacks from a copy of the log, so that pushes go on.",
    footer = {
      "stet log recover --from https://mirror.example/log/",
      "stet log recover --from https://mirror.example/log/ --server registry.example"
    })
public final class LogRecoverCommand extends ServerCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofHours(6);

  @Option(
      names = "--from",
      paramLabel = "URL",
      required = true,
      description = "Where a newer copy of the log is served: a mirror, another Stet.")
  private String from = "";

  /** The command, in its surroundings. */
  public LogRecoverCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    LogRecovered recovered =
        client(Optional.empty(), PATIENCE)
            .post(
                ApiPath.of("log", "recover"),
                new NewLogRecovery(from),
                LogRecovered.class,
                "the log was not recovered");
    String entries = Long.toString(recovered.entries());
    say("entries that were fetched; names whose images are lost stay taken, push the same again:");
    write(new Changed(recovered, List.of(entries), List.of(entries)));
  }
}
