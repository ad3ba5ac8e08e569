package dev.stet.cli.browse;

import dev.stet.api.Tag;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.OutputOptions;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerAddress;
import dev.stet.cli.server.ServerOptions;
import dev.stet.oci.RepositoryName;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stet tags}. */
@Command(
    name = "tags",
    description = "List the tags of a repository, newest push first.",
    footer = {
      "stet tags shop/api",
      "stet tags stet.example/shop/api",
      "stet tags shop/api -q | head -n 5",
      "stet tags shop/api -o json"
    })
public final class TagsCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Surroundings surroundings;

  @Parameters(paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  @ArgGroup(validate = false, heading = "%nOutput%n")
  private OutputOptions output = new OutputOptions();

  @ArgGroup(validate = false, heading = "%nServer%n")
  private ServerOptions server = new ServerOptions();

  /** The command, in its surroundings. */
  public TagsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("tags");
    ServerAddress address = server.resolve(named.host(), surroundings);
    List<Tag> tags =
        new ApiClient(address, surroundings.version(), PATIENCE)
            .tags(repository).stream()
                .sorted(Comparator.comparingLong(Tag::sequence).reversed())
                .toList();
    output.write(
        new TagsResult(address.host(), repository, tags, surroundings.clock().instant()),
        surroundings.console());
  }
}
