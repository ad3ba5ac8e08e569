package dev.stet.cli.browse;

import dev.stet.api.NameAt;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.TagName;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet when}. */
@Command(
    name = "when",
    description = "Tell what a name named at a moment: the tag, since when, by whom.",
    footer = {
      "stet when shop/api:latest",
      "stet when shop/api:latest --at '2026-11-20 14:00'",
      "stet when shop/api:latest --at '2h ago' -o name",
      "stet when shop/api:latest --at 2026-11-20T14:00:00+01:00"
    })
public final class WhenCommand extends ServerCommand implements Runnable {
  @Parameters(paramLabel = "REPO:NAME", description = "[HOST[:PORT]/]REPO:CHANNEL, or a tag")
  private String operand = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "When, by default now: '2026-11-20 14:00' in the zone of this machine, RFC 3339, or"
              + " '2h ago'")
  private String at = "0s ago";

  /** The command, in its surroundings. */
  public WhenCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand named = Operand.parse(operand);
    TagName name = named.requiredTag("when");
    Clock clock = surroundings().clock();
    Moment moment = Moment.parse(at, clock);
    ApiClient client = client(named.host());
    NameAt found = new Shelf(client).at(named.repository(), name, moment.instant());
    moment.zone().ifPresent(_ -> say("at " + moment));
    if (found.digest() == null) {
      throw nothing(found, moment);
    }
    write(new WhenResult(client.place(found.repository()), found, clock.instant()));
  }

  private static Failure nothing(NameAt found, Moment moment) {
    String name = found.repository() + ":" + found.name();
    String why =
        Optional.ofNullable(found.event())
            .map(event -> "it was " + event.event() + " at " + event.at())
            .orElse("nothing had happened to it by then");
    return Failure.of(ExitCode.NOT_FOUND, name + " named nothing at " + moment)
        .because(why)
        .next("stet history " + name);
  }
}
