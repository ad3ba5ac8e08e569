package dev.stet.cli.names;

import dev.stet.api.Pin;
import dev.stet.api.Unpinned;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet unpin}. */
@Command(
    name = "unpin",
    description = "Take a pin away: the image may be deleted again.",
    footer = {
      "stet unpin shop/api:1.5.213",
      "stet pins shop/api -o name | xargs -n 1 stet unpin --dry-run"
    })
public final class UnpinCommand extends ServerCommand implements Runnable {
  @Parameters(paramLabel = "IMAGE", description = "[HOST[:PORT]/]REPO:TAG or REPO@DIGEST")
  private String operand = "";

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public UnpinCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand).requiredImage("unpin");
    ApiClient client = client(named.host());
    Shelf shelf = new Shelf(client);
    Image image = Image.of(shelf, named);
    if (dryRun) {
      requirePinned(shelf, image);
    } else {
      client.delete(
          ApiPath.of(image.repository(), "pins", image.digest()),
          Unpinned.class,
          image + " was not unpinned");
    }
    write(PinChange.of(image, null, false, dryRun).on(client, image), dryRun);
  }

  private static void requirePinned(Shelf shelf, Image image) {
    if (shelf.pins(image.repository()).pins().stream()
        .map(Pin::digest)
        .noneMatch(image.digest()::equals)) {
      throw Failure.of(ExitCode.NOT_FOUND, image + " would not be unpinned")
          .because("it is not pinned")
          .next("stet pins " + image.repository());
    }
  }
}
