package dev.stet.cli.channels;

import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.RepositoryName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stet channel list}. */
@Command(
    name = "list",
    description = "List the channels of a repository: where each points, and what it follows.",
    footer = {"stet channel list shop/api", "stet channel list stet.example/shop/api -o json"})
public final class ChannelListCommand extends ServerCommand implements Runnable {
  @Parameters(paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  /** The command, in its surroundings. */
  public ChannelListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("channel list");
    ApiClient client = client(named.host());
    write(
        new ChannelsResult(
            client.place(repository.value()),
            new Shelf(client).channels(repository),
            surroundings().clock().instant()));
  }
}
