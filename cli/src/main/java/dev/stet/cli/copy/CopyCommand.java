package dev.stet.cli.copy;

import dev.stet.cli.command.Console;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.FailureReport;
import dev.stet.cli.command.Interruption;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.OutputOptions;
import dev.stet.cli.output.Progress;
import dev.stet.cli.server.ServerOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet copy}. */
@Command(
    name = "copy",
    description =
        "Copy an image between registries, OCI layouts and docker archives, byte for byte.",
    footer = {
      "stet copy registry.example/library/alpine:3.20 mirror/alpine",
      "stet copy docker-archive:api.tar shop/api:$(stet tag) --if-taken keep",
      "stet copy shop/api:1.5.213 oci:backup:1.5.213",
      "stet copy --all old.example/shop/api shop/api --dry-run"
    })
public final class CopyCommand implements Callable<Integer> {
  private static final Attempts ATTEMPTS = new Attempts(4, Duration.ofSeconds(1));

  private final Surroundings surroundings;

  @Parameters(
      index = "0",
      paramLabel = "SRC",
      description = "[HOST/]REPO:TAG, [HOST/]REPO@DIGEST, oci:DIR[:TAG] or docker-archive:FILE")
  private String from = "";

  @Parameters(
      index = "1",
      paramLabel = "DST",
      description =
          "[HOST/]REPO[:TAG], oci:DIR[:TAG] or docker-archive:FILE; without TAG as in SRC")
  private String to = "";

  @Option(names = "--all", description = "Copy every tag of SRC, which then names a repository.")
  private boolean all;

  @Option(
      names = "--if-taken",
      paramLabel = "WHAT",
      description =
          "Where the tag names another image: refuse (the default), or keep what stands if it comes"
              + " from the same commit")
  private IfTaken ifTaken = IfTaken.REFUSE;

  @Option(names = "--dry-run", description = "Write nothing; tell what would be written.")
  private boolean dryRun;

  @ArgGroup(validate = false, heading = "%nOutput%n")
  private OutputOptions output = new OutputOptions();

  @ArgGroup(validate = false, heading = "%nServer%n")
  private ServerOptions server = new ServerOptions();

  /** The command, in its surroundings. */
  public CopyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Location source = Location.parse(from, surroundings.directory());
    Location target = Location.parse(to, surroundings.directory());
    Console console = surroundings.console();
    if (all && source.reference().isPresent()) {
      throw Failure.of(ExitCode.USAGE, "--all copies many tags, and SRC names one")
          .because("wanted a repository, a folder or a file")
          .next("stet copy --help");
    }
    try (Progress progress = new Progress(console, surroundings.clock());
        Interruption _ = new Interruption(() -> interrupted(progress));
        Ends ends = open(source, target, progress)) {
      Transfer transfer = new Transfer(ends, target, progress, ATTEMPTS);
      CopyResult result = all ? transfer.all(dryRun) : transfer.one(source.reference(), dryRun);
      progress.clear();
      output.write(result, console);
      transfer.refusals().forEach(new FailureReport(surroundings)::write);
      return transfer.refusals().isEmpty() ? 0 : ExitCode.REFUSED.number();
    }
  }

  private Ends open(Location source, Location target, Progress progress) {
    if (ifTaken == IfTaken.KEEP && !(target instanceof Location.InRegistry)) {
      throw Failure.of(ExitCode.USAGE, "--if-taken keep is for a registry, and DST is none")
          .because("a folder or file has no tags that stand")
          .next("stet copy --help");
    }
    Opener opener = new Opener(surroundings, server, progress);
    return opener.open(source, target, ifTaken == IfTaken.KEEP, dryRun);
  }

  private static void interrupted(Progress progress) {
    progress.say("interrupted: the tag was not pushed");
    progress.say("  next: run the same command again; blobs that are there are not copied again");
  }
}
