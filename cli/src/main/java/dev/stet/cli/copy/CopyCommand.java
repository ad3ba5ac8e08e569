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
import java.util.Optional;
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
      "stet copy --all old.example/shop/api shop/api --dry-run",
      "stet copy --all --registry old.example stet.example --channels"
    })
public final class CopyCommand implements Callable<Integer> {
  private static final Attempts ATTEMPTS =
      new Attempts(4, Duration.ofSeconds(1), Duration.ofMinutes(5));
  private static final int MOST_JOBS = 64;

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

  @Option(
      names = "--all",
      description =
          "Copy all of SRC, which then names a repository: every tag, and what refers to its images.")
  private boolean all;

  @Option(
      names = "--registry",
      description =
          "Copy all repositories of SRC, which then is HOST[:PORT]; DST is HOST[:PORT][/PREFIX].")
  private boolean registry;

  @Option(
      names = "--channels",
      description =
          "With --all: names that move, such as latest, become channels of DST. By default they are"
              + " skipped.")
  private boolean channels;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Copy so many images, and so many blobs, at once; 4 by default.")
  private int jobs = 4;

  @Option(
      names = "--if-taken",
      paramLabel = "WHAT",
      description =
          "Where the tag names another image: refuse (the default), or keep what stands if it comes"
              + " from the same commit")
  private IfTaken ifTaken = IfTaken.REFUSE;

  @Option(
      names = "--wait",
      paramLabel = "WHAT",
      description =
          "nothing (the default), or quorum: until enough of those that sign the log of tags have"
              + " signed each tag. Exit code 9 if they have not by then.")
  private WaitFor waitFor = WaitFor.NOTHING;

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
    check();
    Console console = surroundings.console();
    try (Progress progress = new Progress(console, surroundings.clock());
        Interruption _ = new Interruption(() -> interrupted(progress));
        Workers workers = new Workers(jobs)) {
      Opener opener =
          new Opener(
              surroundings,
              server,
              progress,
              ifTaken == IfTaken.KEEP,
              waitFor == WaitFor.QUORUM,
              dryRun);
      Run run = new Run(workers, progress, ATTEMPTS, dryRun, channels, new Stop());
      CopyResult result = copy(opener, new Transfer(run));
      if (result.all()) {
        progress.say(result.summary());
      }
      result.quorum().ifPresent(progress::say);
      progress.clear();
      output.write(result, console);
      return report(result, run.lost().why());
    }
  }

  private void check() {
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw usage("--jobs " + jobs + " is not possible", "wanted 1 to " + MOST_JOBS);
    }
    if (channels && !all && !registry) {
      throw usage("--channels is for --all or --registry", "one image is copied under one name");
    }
  }

  private CopyResult copy(Opener opener, Transfer transfer) {
    if (registry) {
      return transfer.registry(opener, wholeRegistry(), RegistryOperand.parse(to));
    }
    Location source = Location.parse(from, surroundings.directory());
    Location target = Location.parse(to, surroundings.directory());
    checkEnds(source, target);
    try (Ends ends = opener.open(source, target)) {
      return all
          ? transfer.repository(ends)
          : transfer.one(ends, source.reference(), target.reference());
    }
  }

  private RegistryOperand wholeRegistry() {
    RegistryOperand source = RegistryOperand.parse(from);
    if (source.host().isEmpty() || source.prefix().isPresent()) {
      throw usage(
          "--registry copies a registry, and SRC names a part of one", "wanted HOST[:PORT]");
    }
    return source;
  }

  private void checkEnds(Location source, Location target) {
    if (all && (source.reference().isPresent() || target.reference().isPresent())) {
      String end = source.reference().isPresent() ? "SRC" : "DST";
      throw usage(
          "--all copies many tags, and " + end + " names one",
          "wanted a repository, a folder or a file");
    }
    Optional<String> forRegistries = forRegistries();
    if (forRegistries.isPresent() && !(target instanceof Location.InRegistry)) {
      throw usage(
          forRegistries.get() + " is for a registry, and DST is none",
          "in a folder or file no tag stands");
    }
  }

  /** What was asked for that only a registry can do. */
  private Optional<String> forRegistries() {
    if (waitFor == WaitFor.QUORUM) {
      return Optional.of("--wait quorum");
    }
    if (channels) {
      return Optional.of("--channels");
    }
    return ifTaken == IfTaken.KEEP ? Optional.of("--if-taken keep") : Optional.empty();
  }

  private static Failure usage(String what, String why) {
    return Failure.of(ExitCode.USAGE, what).because(why).next("stet copy --help");
  }

  /** Reports what was not copied, and returns the number to end with. */
  private int report(CopyResult result, Optional<Failure> stopped) {
    FailureReport report = new FailureReport(surroundings);
    result.images().stream().flatMap(image -> image.report().stream()).forEach(report::write);
    if (stopped.isPresent()) {
      return report.write(
          stopped.get().next("run the same command again: what is there is not sent again"));
    }
    if (result.count(Outcome.REFUSED) > 0) {
      return ExitCode.REFUSED.number();
    }
    if (result.count(Outcome.FAILED) > 0) {
      return ExitCode.FAILURE.number();
    }
    return unsigned(result).map(report::write).orElse(ExitCode.DONE.number());
  }

  /** Why those that were waited for have not signed all that the log covers, if they have not. */
  private static Optional<Failure> unsigned(CopyResult result) {
    if (result.count(Quorum.UNTOLD) > 0) {
      return Optional.of(
          Failure.of(ExitCode.FAILURE, "DST does not tell whether the quorum of its log has signed")
              .because("what was copied is there; its answers have no header Stet-Log-Quorum")
              .next("stet version tells how old it is; leave --wait out"));
    }
    if (!result.all() && result.count(Quorum.NOT_COVERED) > 0) {
      return Optional.of(
          Failure.of(ExitCode.FAILURE, "the log does not cover this name, so nobody will sign it")
              .because("it was copied; channels, machine tags and mutable names are never logged")
              .next("give it a tag that stands, or leave --wait out"));
    }
    return result.count(Quorum.PENDING) == 0
        ? Optional.empty()
        : Optional.of(
            Failure.of(ExitCode.STILL_RUNNING, "the quorum of the log has not signed all yet")
                .because("what was copied is there, and stands, and will be signed later")
                .next("run the same command again: it waits again, and sends nothing twice"));
  }

  private static void interrupted(Progress progress) {
    progress.say("interrupted: what was not copied whole has no tag");
    progress.say("  next: run the same command again; what is there is not sent again");
  }
}
