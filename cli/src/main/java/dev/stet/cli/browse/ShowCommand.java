package dev.stet.cli.browse;

import dev.stet.api.TagHistory;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.TagName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stet show}. */
@Command(
    name = "show",
    description = "Show one tag: what it names, since when, by whom, and every push it refused.",
    footer = {
      "stet show shop/api:main-3035eca",
      "stet show stet.example/shop/api:1.5.213 -o yaml",
      "docker pull $(stet show shop/api:main-3035eca -o name)"
    })
public final class ShowCommand extends ServerCommand implements Runnable {
  @Parameters(paramLabel = "REPO:TAG", description = "[HOST[:PORT]/]REPO:TAG")
  private String operand = "";

  /** The command, in its surroundings. */
  public ShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    TagName tag = named.requiredTag("show");
    ApiClient client = client(named.host());
    TagHistory history = new Shelf(client).tag(named.repository(), tag);
    write(
        new ShowResult(
            client.place(history.repository()), history, surroundings().clock().instant()));
  }
}
