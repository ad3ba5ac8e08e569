package dev.stet.cli.repositories;

import dev.stet.api.Api;
import dev.stet.api.Deleted;
import dev.stet.api.RepositoryDetail;
import dev.stet.api.Tag;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Confirmation;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.names.Reason;
import dev.stet.cli.output.Changed;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.Place;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.RepositoryName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet repo rm}. */
@Command(
    name = "rm",
    description = "Delete a repository with all that it holds. The names in it are burnt.",
    footer = {
      "stet repo rm shop/old --dry-run",
      "stet repo rm shop/old",
      "stet repo rm shop/old --reason legal --yes"
    })
public final class RepoRemoveCommand extends ServerCommand implements Runnable {
  /** The document. */
  record Document(String apiVersion, String repository, List<String> names, boolean dryRun) {}

  @Parameters(paramLabel = "REPO", description = "[HOST[:PORT]/]REPO")
  private String operand = "";

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description =
          "owner (the default), retention, or, for what may never return, security or legal")
  private Reason reason = Reason.OWNER;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public RepoRemoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    RepositoryName repository = named.repositoryOnly("repo rm");
    ApiClient client = client(named.host());
    RepositoryDetail detail = RepoShowCommand.detail(client, repository);
    Map<String, String> digests = digests(new Shelf(client).tags(repository));
    List<String> names =
        dryRun ? rehearse(detail, digests) : delete(client, repository, detail.tags());
    Place place = client.place(repository.value());
    write(
        new Changed(
            new Document(Api.VERSION, repository.value(), names, dryRun),
            names.isEmpty()
                ? List.of(place.toString())
                : names.stream().map(name -> place.reference(name, digests.get(name))).toList(),
            List.of(repository.value())),
        dryRun);
  }

  private static Map<String, String> digests(List<Tag> tags) {
    Map<String, String> digests = new TreeMap<>();
    tags.forEach(tag -> digests.put(tag.name(), tag.digest()));
    return digests;
  }

  private List<String> delete(ApiClient client, RepositoryName repository, long tags) {
    new Confirmation(surroundings())
        .require("All of " + repository + " goes, and " + tags + " names are burnt.", yes);
    return client
        .delete(
            ApiPath.of(repository).with("reason", reason),
            Deleted.class,
            "repository " + repository + " was not deleted")
        .names();
  }

  private static List<String> rehearse(RepositoryDetail detail, Map<String, String> digests) {
    if (detail.pins() > 0) {
      throw Failure.of(ExitCode.REFUSED, "repository " + detail.name() + " would not be deleted")
          .because(detail.pins() + " of its images are pinned")
          .next("stet pins " + detail.name());
    }
    return List.copyOf(digests.keySet());
  }
}
