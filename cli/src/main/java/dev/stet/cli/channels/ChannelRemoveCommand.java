package dev.stet.cli.channels;

import dev.stet.api.Api;
import dev.stet.api.Channel;
import dev.stet.cli.command.Confirmation;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.names.Reason;
import dev.stet.cli.output.Changed;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet channel rm}. */
@Command(
    name = "rm",
    description = "Remove a channel. Its name is burnt: it can never be used again.",
    footer = {"stet channel rm shop/api edge", "stet channel rm shop/api edge --yes"})
public final class ChannelRemoveCommand extends ServerCommand implements Runnable {
  /** The document. */
  record Document(String apiVersion, String repository, String name, boolean dryRun) {}

  @Parameters(index = "0", paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  @Parameters(index = "1", paramLabel = "CHANNEL", description = "The channel")
  private String channel = "";

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "owner (the default), retention, security or legal")
  private Reason reason = Reason.OWNER;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public ChannelRemoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("channel rm");
    TagName name = TagName.parse(channel);
    ApiClient client = client(named.host());
    Channels channels = new Channels(client, repository);
    Channel found = channels.get(name);
    if (!dryRun) {
      new Confirmation(surroundings())
          .require("The name " + repository + ":" + name + " is burnt then, for ever.", yes);
      channels.remove(name, reason.toString());
    }
    write(
        new Changed(
            new Document(Api.VERSION, found.repository(), found.name(), dryRun),
            List.of(client.place(found.repository()).reference(found.name(), found.digest())),
            List.of(found.name())),
        dryRun);
  }
}
