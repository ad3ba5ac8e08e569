package dev.stet.cli.space;

import dev.stet.api.RetentionPlan;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerCommand;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code stet retention plan}. */
@Command(
    name = "plan",
    description = "Tell which tags the rules would delete, and what makes the others stay.",
    footer = {"stet retention plan", "stet retention plan -o json"})
public final class RetentionPlanCommand extends ServerCommand implements Runnable {
  /** The command, in its surroundings. */
  public RetentionPlanCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    ApiClient client = client(Optional.empty(), GcCommand.PATIENCE);
    RetentionResult plan = RetentionResult.of(client.server().host(), plan(client));
    say(plan.counts());
    write(plan);
  }

  static RetentionPlan plan(ApiClient client) {
    return client.get(
        ApiPath.of("retention", "plan"), RetentionPlan.class, "there is no plan of retention");
  }
}
