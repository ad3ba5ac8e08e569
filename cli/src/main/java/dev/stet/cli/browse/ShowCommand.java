package dev.stet.cli.browse;

import dev.stet.api.TagHistory;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.OutputOptions;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerAddress;
import dev.stet.cli.server.ServerOptions;
import dev.stet.oci.TagName;
import java.time.Duration;
import picocli.CommandLine.ArgGroup;
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
public final class ShowCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Surroundings surroundings;

  @Parameters(paramLabel = "REPO:TAG", description = "[HOST[:PORT]/]REPO:TAG")
  private String operand = "";

  @ArgGroup(validate = false, heading = "%nOutput%n")
  private OutputOptions output = new OutputOptions();

  @ArgGroup(validate = false, heading = "%nServer%n")
  private ServerOptions server = new ServerOptions();

  /** The command, in its surroundings. */
  public ShowCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    TagName tag = named.requiredTag("show");
    ServerAddress address = server.resolve(named.host(), surroundings);
    TagHistory history =
        new ApiClient(address, surroundings.version(), PATIENCE).tag(named.repository(), tag);
    output.write(
        new ShowResult(address.host(), history, surroundings.clock().instant()),
        surroundings.console());
  }
}
