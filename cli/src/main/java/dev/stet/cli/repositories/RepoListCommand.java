package dev.stet.cli.repositories;

import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ServerCommand;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code stet repo list}. */
@Command(
    name = "list",
    description = "List the repositories, by name.",
    footer = {"stet repo list", "stet repo list -q", "stet repo list --server stet.example"})
public final class RepoListCommand extends ServerCommand implements Runnable {
  /** The command, in its surroundings. */
  public RepoListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    ApiClient client = client(Optional.empty());
    write(
        new RepositoriesResult(
            client.server().host(),
            new Shelf(client).repositories(),
            surroundings().clock().instant()));
  }
}
