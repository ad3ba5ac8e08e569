package dev.stet.cli.browse;

import dev.stet.api.Tag;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.RepositoryName;
import java.util.Comparator;
import java.util.List;
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
public final class TagsCommand extends ServerCommand implements Runnable {
  @Parameters(paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  /** The command, in its surroundings. */
  public TagsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("tags");
    ApiClient client = client(named.host());
    List<Tag> tags =
        new Shelf(client)
            .tags(repository).stream()
                .sorted(Comparator.comparingLong(Tag::sequence).reversed())
                .toList();
    write(new TagsResult(client.place(repository.value()), tags, surroundings().clock().instant()));
  }
}
