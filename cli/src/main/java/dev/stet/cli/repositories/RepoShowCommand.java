package dev.stet.cli.repositories;

import dev.stet.api.RepositoryDetail;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.RepositoryName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stet repo show}. */
@Command(
    name = "show",
    description = "Show one repository: its kind, how many names it has, how large it is.",
    footer = {"stet repo show shop/api", "stet repo show shop/api -o json"})
public final class RepoShowCommand extends ServerCommand implements Runnable {
  @Parameters(paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  /** The command, in its surroundings. */
  public RepoShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("repo show");
    ApiClient client = client(named.host());
    write(
        new RepositoryResult(
            client.server().host(), detail(client, repository), surroundings().clock().instant()));
  }

  static RepositoryDetail detail(ApiClient client, RepositoryName repository) {
    return client.get(
        ApiPath.of(repository),
        RepositoryDetail.class,
        "repository " + repository + " cannot be shown");
  }
}
