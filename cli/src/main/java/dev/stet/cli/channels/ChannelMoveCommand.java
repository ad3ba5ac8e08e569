package dev.stet.cli.channels;

import dev.stet.api.Api;
import dev.stet.api.Channel;
import dev.stet.api.ChannelChange;
import dev.stet.cli.browse.Shelf;
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

/** {@code stet channel move}. */
@Command(
    name = "move",
    description = "Point a channel to another tag of its repository.",
    footer = {
      "stet channel move shop/api stable 1.5.213",
      "stet channel move shop/api stable 1.5.213 --from 1.5.212",
      "stet channel move shop/api stable 1.5.213 --dry-run"
    })
public final class ChannelMoveCommand extends ServerCommand implements Runnable {
  @Parameters(index = "0", paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  @Parameters(index = "1", paramLabel = "CHANNEL", description = "The channel")
  private String channel = "";

  @Parameters(index = "2", paramLabel = "TAG", description = "The tag that it shall point to")
  private String tag = "";

  @Option(
      names = "--from",
      paramLabel = "TAG",
      description = "Move it only if it points to this tag until now.")
  private @Nullable String from;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public ChannelMoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("channel move");
    TagName name = TagName.parse(channel);
    TagName target = TagName.parse(tag);
    Optional<TagName> before = Optional.ofNullable(from).map(TagName::parse);
    ApiClient client = client(named.host());
    Channels channels = new Channels(client, repository);
    Optional<Channel> now =
        before.isPresent() || dryRun ? Optional.of(channels.get(name)) : Optional.empty();
    before.ifPresent(expected -> requireAt(now.orElseThrow(), expected));
    ChangedChannel moved =
        dryRun
            ? rehearse(new Shelf(client), now.orElseThrow(), target)
            : ChangedChannel.of(
                channels.change(
                    name,
                    new ChannelChange(target.value(), null),
                    before.flatMap(_ -> now).map(Channel::sequence)));
    write(moved.on(client.place(repository.value())), dryRun);
  }

  private static void requireAt(Channel channel, TagName expected) {
    if (!expected.value().equals(channel.tag())) {
      String at = channel.tag() == null ? "nothing" : channel.tag();
      throw Failure.of(
              ExitCode.REFUSED,
              "channel " + channel.repository() + ":" + channel.name() + " was not moved")
          .because("it points to " + at + "; wanted " + expected)
          .next("stet channel log " + channel.repository() + " " + channel.name());
    }
  }

  private static ChangedChannel rehearse(Shelf shelf, Channel channel, TagName target) {
    return new ChangedChannel(
        Api.VERSION,
        channel.repository(),
        channel.name(),
        target.value(),
        shelf.live(RepositoryName.parse(channel.repository()), target).digest(),
        channel.follow(),
        true);
  }
}
