package dev.stet.cli.channels;

import dev.stet.api.Api;
import dev.stet.api.NewChannel;
import dev.stet.api.Tag;
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

/** {@code stet channel create}. */
@Command(
    name = "create",
    description = "Declare a name of a repository as a channel, which it then is for ever.",
    footer = {
      "stet channel create shop/api latest --follow 'main-*'",
      "stet channel create shop/api stable --tag 1.5.213",
      "stet channel create shop/api edge"
    })
public final class ChannelCreateCommand extends ServerCommand implements Runnable {
  @Parameters(index = "0", paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  @Parameters(index = "1", paramLabel = "CHANNEL", description = "The name, e.g. latest")
  private String channel = "";

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "The tag that it points to at first; without one the newest that it follows")
  private @Nullable String tag;

  @Option(
      names = "--follow",
      paramLabel = "PATTERN",
      description = "Move it to each new tag of this form, e.g. 'main-*'")
  private @Nullable String follow;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public ChannelCreateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("channel create");
    TagName name = TagName.parse(channel);
    Optional<TagName> points = Optional.ofNullable(tag).map(TagName::parse);
    ApiClient client = client(named.host());
    ChangedChannel created =
        dryRun
            ? rehearse(new Shelf(client), repository, name, points)
            : ChangedChannel.of(
                new Channels(client, repository).create(new NewChannel(name.value(), tag, follow)));
    write(created.on(client.place(repository.value())), dryRun);
  }

  private ChangedChannel rehearse(
      Shelf shelf, RepositoryName repository, TagName name, Optional<TagName> points) {
    Optional<Tag> held = shelf.find(repository, name);
    if (held.isPresent()) {
      throw Failure.of(
              ExitCode.REFUSED, "channel " + repository + ":" + name + " would not be created")
          .because("the name is a " + held.get().kind() + " already, and it is that for ever")
          .next("stet show " + repository + ":" + name);
    }
    Optional<String> digest = points.map(it -> shelf.live(repository, it).digest());
    return new ChangedChannel(
        Api.VERSION, repository.value(), name.value(), tag, digest.orElse(null), follow, true);
  }
}
