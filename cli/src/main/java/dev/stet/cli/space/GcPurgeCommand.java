package dev.stet.cli.space;

import dev.stet.api.Api;
import dev.stet.api.Collected;
import dev.stet.api.Purge;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Confirmation;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet gc purge}. */
@Command(
    name = "purge",
    description = "Delete what is out of sight from the disk at once. It cannot come back then.",
    footer = {"stet gc purge --dry-run", "stet gc purge", "stet gc purge --yes"})
public final class GcPurgeCommand extends ServerCommand implements Runnable {
  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public GcPurgeCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    ApiClient client = client(Optional.empty(), GcCommand.PATIENCE);
    write(new PurgeResult(dryRun ? rehearse(client) : purge(client), dryRun), dryRun);
  }

  private Purge purge(ApiClient client) {
    new Confirmation(surroundings()).require("What stet gc list lists cannot come back then.", yes);
    return client.post(
        ApiPath.of("collected", "purges"), Map.of(), Purge.class, "nothing was purged");
  }

  /** A blob that another repository shows stays on the disk, so this is the most that may go. */
  private static Purge rehearse(ApiClient client) {
    List<Collected> collected = new Shelf(client).collected();
    long manifests = collected.stream().filter(it -> it.kind().equals("manifest")).count();
    return new Purge(
        Api.VERSION,
        manifests,
        collected.size() - manifests,
        collected.stream().mapToLong(Collected::size).sum());
  }
}
