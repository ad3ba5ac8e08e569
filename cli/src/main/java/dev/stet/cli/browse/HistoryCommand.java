package dev.stet.cli.browse;

import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.Place;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.TagName;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stet history}. */
@Command(
    name = "history",
    description = "Show all that happened to a name, or in a repository, oldest first.",
    footer = {
      "stet history shop/api",
      "stet history shop/api:main-3035eca",
      "stet history shop/api -o json"
    })
public final class HistoryCommand extends ServerCommand implements Runnable {
  @Parameters(paramLabel = "REPO[:TAG]", description = "[HOST[:PORT]/]REPO[:TAG]")
  private String operand = "";

  /** The command, in its surroundings. */
  public HistoryCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    ApiClient client = client(named.host());
    Shelf shelf = new Shelf(client);
    Place place = client.place(named.repository().value());
    Instant now = surroundings().clock().instant();
    if (named.tag().isPresent()) {
      TagName name = named.requiredTag("history");
      write(HistoryResult.of(place, name, shelf.tag(named.repository(), name), now));
    } else {
      write(HistoryResult.of(place, shelf.history(named.repositoryOnly("history")), now));
    }
  }
}
