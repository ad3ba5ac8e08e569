package dev.stet.cli.space;

import dev.stet.api.Api;
import dev.stet.api.NewCollectedRestoration;
import dev.stet.api.Restored;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.Changed;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet gc restore}. */
@Command(
    name = "restore",
    description = "Bring back a manifest or blob that was collected and is not yet purged.",
    footer = {
      "stet gc restore shop/api@sha256:6d0a3cb6acd4…",
      "stet gc list -o name | xargs -n 1 stet gc restore"
    })
public final class GcRestoreCommand extends ServerCommand implements Runnable {
  /** The document. */
  record Document(
      String apiVersion,
      String repository,
      List<String> names,
      List<String> digests,
      boolean dryRun) {}

  @Parameters(paramLabel = "REPO@DIGEST", description = "[HOST[:PORT]/]REPO@DIGEST")
  private String operand = "";

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public GcRestoreCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    if (named.digest().isEmpty()) {
      throw Failure.of(ExitCode.USAGE, "\"" + named + "\" names no digest")
          .because("wanted [HOST[:PORT]/]REPO@DIGEST")
          .next("stet gc list -o name; a deleted tag comes back with stet rm --undo");
    }
    ApiClient client = client(named.host());
    Restored restored = dryRun ? rehearse(client, named) : restore(client, named);
    write(
        new Changed(
            new Document(
                Api.VERSION, restored.repository(), restored.names(), restored.digests(), dryRun),
            client.place(restored.repository()).references(restored.names(), named.reference()),
            List.of(named.reference())),
        dryRun);
  }

  private static Restored restore(ApiClient client, Operand named) {
    return client.post(
        ApiPath.of("collected", "restorations"),
        new NewCollectedRestoration(named.repository().value(), named.reference()),
        Restored.class,
        named + " was not brought back");
  }

  private static Restored rehearse(ApiClient client, Operand named) {
    if (new Shelf(client)
        .collected().stream()
            .noneMatch(
                it ->
                    it.repository().equals(named.repository().value())
                        && it.digest().equals(named.reference()))) {
      throw Failure.of(ExitCode.NOT_FOUND, named + " would not be brought back")
          .because("it was not collected, or it was purged")
          .next("stet gc list");
    }
    return new Restored(
        Api.VERSION, named.repository().value(), List.of(), List.of(named.reference()));
  }
}
