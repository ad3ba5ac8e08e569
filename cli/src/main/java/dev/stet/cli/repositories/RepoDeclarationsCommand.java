package dev.stet.cli.repositories;

import dev.stet.api.DeclarationList;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerCommand;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code stet repo declarations}. */
@Command(
    name = "declarations",
    description = "List what was declared: which repositories are mutable, which stand since.",
    footer = {"stet repo declarations", "stet repo declarations -o yaml"})
public final class RepoDeclarationsCommand extends ServerCommand implements Runnable {
  /** The command, in its surroundings. */
  public RepoDeclarationsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    ApiClient client = client(Optional.empty());
    write(
        new DeclarationsResult(
            client.server().host(), list(client), surroundings().clock().instant()));
  }

  static DeclarationList list(ApiClient client) {
    return client.get(
        ApiPath.of("declarations"), DeclarationList.class, "the declarations cannot be listed");
  }
}
