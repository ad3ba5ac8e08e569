package dev.stet.cli.space;

import dev.stet.api.RetentionRun;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerCommand;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet retention run}. */
@Command(
    name = "run",
    description =
        "Delete the tags that the rules of retention name. They can come back for a while.",
    footer = {"stet retention run --dry-run", "stet retention run", "stet retention run -o json"})
public final class RetentionRunCommand extends ServerCommand implements Runnable {
  @Option(names = "--dry-run", description = "Change nothing: the same as stet retention plan.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public RetentionRunCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    ApiClient client = client(Optional.empty(), GcCommand.PATIENCE);
    String host = client.server().host();
    RetentionResult result =
        dryRun
            ? RetentionResult.of(host, RetentionPlanCommand.plan(client))
            : RetentionResult.of(
                host,
                client.post(
                    ApiPath.of("retention", "runs"),
                    Map.of(),
                    RetentionRun.class,
                    "the rules of retention were not carried out"));
    say(result.counts());
    write(result);
  }
}
