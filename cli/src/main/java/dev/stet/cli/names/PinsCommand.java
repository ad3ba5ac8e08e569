package dev.stet.cli.names;

import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.RepositoryName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stet pins}. */
@Command(
    name = "pins",
    description = "List the pinned images of a repository, with who pinned them and why.",
    footer = {"stet pins shop/api", "stet pins shop/api -o json"})
public final class PinsCommand extends ServerCommand implements Runnable {
  @Parameters(paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  /** The command, in its surroundings. */
  public PinsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("pins");
    ApiClient client = client(named.host());
    write(
        new PinsResult(
            client.place(repository.value()),
            new Shelf(client).pins(repository),
            surroundings().clock().instant()));
  }
}
