package dev.stet.cli.care;

import dev.stet.api.Check;
import dev.stet.api.Damage;
import dev.stet.api.NewCheck;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.NotHere;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.Progress;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.ServerCommand;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet fsck}, of a running server; with {@code --data} the launcher asks no server. */
@Command(
    name = "fsck",
    description = "Check whether all that is kept is as it was. Exit code 1 if it is not.",
    footer = {
      "stet fsck",
      "stet fsck --full",
      "stet fsck --full --repair",
      "stet fsck --data /var/lib/stet"
    })
public final class FsckCommand extends ServerCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofDays(2);

  @Option(
      names = "--full",
      description = "Hash every byte that is kept; else large blobs are only looked for.")
  private boolean full;

  @Option(
      names = "--repair",
      description =
          "Take bad bytes out of the way, so that the next push of the same content heals it.")
  private boolean repair;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Ask no server: check the data folder DIR, on which none runs.")
  private String data = "";

  /** The command, in its surroundings. */
  public FsckCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    if (!data.isEmpty()) {
      throw NotHere.opens("fsck --data " + data);
    }
    Check check =
        client(Optional.empty(), PATIENCE)
            .post(
                ApiPath.of("checks"),
                new NewCheck(full, repair),
                Check.class,
                "what is kept was not checked");
    say(
        "checked "
            + check.tags()
            + " names, "
            + check.manifests()
            + " manifests, "
            + check.blobs()
            + " blobs and "
            + check.entries()
            + " entries of the log; read "
            + Progress.bytes(check.bytes()));
    write(new CheckResult(check));
    if (!check.problems().isEmpty()) {
      throw found(check);
    }
  }

  private static Failure found(Check check) {
    long repaired = check.problems().stream().filter(Damage::repaired).count();
    return Failure.of(
            ExitCode.FAILURE, "not all is as it was: " + check.problems().size() + " problems")
        .because(repaired + " of them repaired")
        .next("do what each line says, then check again");
  }
}
