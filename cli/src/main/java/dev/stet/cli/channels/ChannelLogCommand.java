package dev.stet.cli.channels;

import dev.stet.cli.browse.HistoryResult;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stet channel log}. */
@Command(
    name = "log",
    description = "Show every move of a channel, oldest first: when, to which tag, by whom.",
    footer = {
      "stet channel log shop/api latest",
      "stet channel log shop/api latest -o json",
      "stet when shop/api:latest --at '2h ago'"
    })
public final class ChannelLogCommand extends ServerCommand implements Runnable {
  @Parameters(index = "0", paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  @Parameters(index = "1", paramLabel = "CHANNEL", description = "The channel")
  private String channel = "";

  /** The command, in its surroundings. */
  public ChannelLogCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("channel log");
    TagName name = TagName.parse(channel);
    ApiClient client = client(named.host());
    write(
        HistoryResult.of(
            client.place(repository.value()),
            name,
            new Shelf(client).tag(repository, name),
            surroundings().clock().instant()));
  }
}
