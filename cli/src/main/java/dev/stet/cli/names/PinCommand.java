package dev.stet.cli.names;

import dev.stet.api.NewPin;
import dev.stet.api.Pin;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet pin}. */
@Command(
    name = "pin",
    description = "Pin an image: nothing deletes it until it is unpinned.",
    footer = {
      "stet pin shop/api:1.5.213",
      "stet pin shop/api:1.5.213 --note 'the customer in Bern runs it'",
      "stet pins shop/api",
      "stet unpin shop/api:1.5.213"
    })
public final class PinCommand extends ServerCommand implements Runnable {
  @Parameters(paramLabel = "IMAGE", description = "[HOST[:PORT]/]REPO:TAG or REPO@DIGEST")
  private String operand = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "Why it is pinned")
  private @Nullable String note;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public PinCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand).requiredImage("pin");
    ApiClient client = client(named.host());
    Image image = Image.of(new Shelf(client), named);
    @Nullable String kept = dryRun ? rehearse(client, image) : pin(client, image).note();
    write(PinChange.of(image, kept, true, dryRun).on(client, image), dryRun);
  }

  private @Nullable String rehearse(ApiClient client, Image image) {
    image.requireHeld(client);
    return note;
  }

  private Pin pin(ApiClient client, Image image) {
    return client.post(
        ApiPath.of(image.repository(), "pins"),
        new NewPin(image.digest(), note),
        Pin.class,
        image + " was not pinned");
  }
}
