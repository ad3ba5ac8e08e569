package dev.stet.cli.channels;

import dev.stet.api.Api;
import dev.stet.api.Channel;
import dev.stet.api.ChannelChange;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet channel follow}. */
@Command(
    name = "follow",
    description = "Let a channel move to each new tag of a form, or no longer to any.",
    footer = {
      "stet channel follow shop/api latest 'main-*'",
      "stet channel follow shop/api latest --none"
    })
public final class ChannelFollowCommand extends ServerCommand implements Runnable {
  private static final String NOTHING = "";

  @Parameters(index = "0", paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  @Parameters(index = "1", paramLabel = "CHANNEL", description = "The channel")
  private String channel = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "The form of the tags, with * for any characters, e.g. 'main-*'")
  private @Nullable String pattern;

  @Option(names = "--none", description = "Follow no tags: it stays where it points.")
  private boolean none;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public ChannelFollowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("channel follow");
    TagName name = TagName.parse(channel);
    if (none == (pattern != null)) {
      throw Failure.of(ExitCode.USAGE, "what the channel shall follow is not clear")
          .because("wanted either PATTERN or --none")
          .next("stet channel follow --help");
    }
    String follow = pattern == null ? NOTHING : pattern;
    ApiClient client = client(named.host());
    Channels channels = new Channels(client, repository);
    ChangedChannel changed =
        dryRun
            ? rehearse(channels.get(name), follow)
            : ChangedChannel.of(
                channels.change(name, new ChannelChange(null, follow), Optional.empty()));
    write(changed.on(client.place(repository.value())), dryRun);
  }

  private static ChangedChannel rehearse(Channel channel, String follow) {
    return new ChangedChannel(
        Api.VERSION,
        channel.repository(),
        channel.name(),
        channel.tag(),
        channel.digest(),
        follow.isEmpty() ? null : follow,
        true);
  }
}
