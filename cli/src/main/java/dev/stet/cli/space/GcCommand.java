package dev.stet.cli.space;

import dev.stet.api.Collection;
import dev.stet.api.NewCollection;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.Progress;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerCommand;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet gc}. */
@Command(
    name = "gc",
    description =
        "Collect what nothing needs. It goes out of sight, and can come back for a while.",
    footer = {
      "stet gc --dry-run",
      "stet gc",
      "stet gc list",
      "stet gc restore shop/api@sha256:6d0a3cb6acd4…"
    })
public final class GcCommand extends ServerCommand implements Runnable {
  static final Duration PATIENCE = Duration.ofHours(1);

  @Option(
      names = "--grace",
      paramLabel = "AGE",
      description =
          "Collect what nothing needs from this age on, e.g. 24h; by default as the"
              + " server is set")
  private @Nullable String grace;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public GcCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    if (grace != null && !grace.matches("\\d{1,6}[smhd]")) {
      throw Failure.of(ExitCode.USAGE, "\"" + grace + "\" is no age")
          .because("wanted a number and s, m, h or d, e.g. 24h")
          .next("stet gc --help");
    }
    ApiClient client = client(Optional.empty(), PATIENCE);
    Collection collection =
        client.post(
            ApiPath.of("collections"),
            new NewCollection(dryRun, grace),
            Collection.class,
            "nothing was collected");
    say(
        (dryRun ? "would collect " : "collected ")
            + collection.manifestCount()
            + " manifests and "
            + collection.blobs()
            + " blobs, "
            + Progress.bytes(collection.bytes()));
    write(new CollectionResult(client.server().host(), collection));
  }
}
