package dev.stet.cli.space;

import dev.stet.api.Api;
import dev.stet.api.CollectedList;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ServerCommand;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code stet gc list}. */
@Command(
    name = "list",
    description = "List what was deleted or collected and can come back, and until when.",
    footer = {"stet gc list", "stet gc list -o json"})
public final class GcListCommand extends ServerCommand implements Runnable {
  /** The command, in its surroundings. */
  public GcListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    ApiClient client = client(Optional.empty());
    write(
        new CollectedResult(
            client.server().host(),
            new CollectedList(Api.VERSION, new Shelf(client).collected(), null),
            surroundings().clock().instant()));
  }
}
