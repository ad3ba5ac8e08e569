package dev.stet.cli.repositories;

import dev.stet.api.Api;
import dev.stet.api.Declared;
import dev.stet.api.NewDeclaration;
import dev.stet.api.Repository;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Confirmation;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerCommand;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet repo declare}. */
@Command(
    name = "declare",
    description = "Declare repositories mutable before they are used, or standing for ever.",
    footer = {
      "stet repo declare 'scratch/**' mutable",
      "stet repo declare shop/api/cache mutable",
      "stet repo declare scratch/api standing",
      "stet repo declare scratch/api standing --yes"
    })
public final class RepoDeclareCommand extends ServerCommand implements Runnable {
  @Parameters(
      index = "0",
      paramLabel = "REPO|PREFIX/**",
      description = "[HOST[:PORT]/]REPO, or all repositories under a prefix")
  private String operand = "";

  @Parameters(index = "1", paramLabel = "KIND", description = "mutable or standing")
  private Kind kind = Kind.STANDING;

  @Option(names = "--yes", description = "Do not ask, where there is no way back.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public RepoDeclareCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Pattern pattern = Pattern.parse(operand);
    ApiClient client = client(pattern.host());
    Declared declared = dryRun ? rehearse(client, pattern) : declare(client, pattern);
    if (!declared.changed()) {
      say(pattern + " is " + kind + " already; nothing to do");
    }
    write(new DeclaredResult(client.server().host(), declared, dryRun), dryRun);
  }

  private Declared declare(ApiClient client, Pattern pattern) {
    if (kind == Kind.STANDING) {
      new Confirmation(surroundings())
          .require("From then on every tag in " + pattern + " stands, for ever.", yes);
    }
    return client.post(
        ApiPath.of("declarations"),
        new NewDeclaration(pattern.text(), kind.toString()),
        Declared.class,
        pattern + " was not declared " + kind);
  }

  /** What can be seen from here: a repository that was deleted counts too, and is not seen. */
  private Declared rehearse(ApiClient client, Pattern pattern) {
    Set<String> kinds =
        new Shelf(client)
            .repositories().stream()
                .filter(it -> pattern.covers(it.name()))
                .map(Repository::kind)
                .collect(Collectors.toSet());
    if (kind == Kind.MUTABLE && kinds.contains(Kind.STANDING.toString())) {
      throw Failure.of(ExitCode.REFUSED, pattern + " would not be declared mutable")
          .because("tags stand there already, and do so for ever")
          .next("choose a name or prefix that was never used");
    }
    boolean changed =
        kind == Kind.STANDING
            ? kinds.contains(Kind.MUTABLE.toString())
            : RepoDeclarationsCommand.list(client).declarations().stream()
                .noneMatch(it -> it.pattern().equals(pattern.text()));
    return new Declared(Api.VERSION, pattern.text(), kind.toString(), changed, List.of());
  }
}
