package dev.stet.cli.verify;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.FailureReport;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.OutputOptions;
import dev.stet.cli.policy.PolicyFiles;
import dev.stet.cli.server.LogSite;
import dev.stet.cli.server.ServerAddress;
import dev.stet.cli.server.ServerOptions;
import dev.stet.log.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet verify}. */
@Command(
    name = "verify",
    description =
        "Prove that tags name what they always named; print what to pull. Exit code 6 on any doubt.",
    footer = {
      "docker pull $(stet verify registry.example/shop/api:1.5.213)",
      "stet verify --all compose.yaml --only-host registry.example",
      "stet verify --require-fresh 24h --online registry.example/shop/api:1.5.213",
      "stet verify --offline --proof api.tlog-proof registry.example/shop/api:1.5.213"
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final String LOCK = "stet.lock";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Surroundings surroundings;

  @Parameters(
      arity = "0..*",
      paramLabel = "IMAGE",
      description = "[HOST[:PORT]/]REPO:TAG; with @DIGEST behind it, that has to be the one")
  private List<String> operands = List.of();

  @Option(
      names = "--all",
      paramLabel = "FILE",
      description =
          "Verify every image that a compose file, Kubernetes manifest or ECS task definition names.")
  private @Nullable Path file;

  @Option(
      names = "--only-host",
      paramLabel = "HOST",
      description =
          "With --all: leave out images of other registries; may be given more than once.")
  private List<String> onlyHosts = List.of();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "The policy, by default that of the registry in $XDG_CONFIG_HOME/stet/policies.")
  private @Nullable Path policyFile;

  @Option(
      names = "--lock",
      paramLabel = "FILE",
      description =
          "The file with what was seen before, written on first use; by default ./stet.lock.")
  private Path lockFile = Path.of(LOCK);

  @Option(
      names = "--require-fresh",
      paramLabel = "AGE",
      description = "The quorum has to have signed within AGE, e.g. 24h (s, m, h, d, w).")
  private @Nullable String oldest;

  @Option(
      names = "--online",
      description =
          "Ask the registry, too, whether the tag was deleted; no proof shows that, so this is its"
              + " word.")
  private boolean online;

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description = "Take the proof from FILE, as stet log proof saves it.")
  private @Nullable Path proofFile;

  @Option(
      names = "--offline",
      description =
          "With --proof: ask nobody. The history is compared with the one seen before at the next"
              + " run that may ask.")
  private boolean offline;

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description =
          "Instead of images: check the file in which an auditor shows that a log did wrong. Exit"
              + " code 0 if it does show that.")
  private @Nullable Path evidenceFile;

  @ArgGroup(validate = false, heading = "%nOutput%n")
  private OutputOptions output = new OutputOptions();

  @ArgGroup(validate = false, heading = "%nServer%n")
  private ServerOptions server = new ServerOptions();

  /** The command, in its surroundings. */
  public VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    check();
    return evidenceFile == null ? verifyImages() : checkEvidence(inFolder(evidenceFile));
  }

  private int checkEvidence(Path evidence) {
    EvidenceResult result =
        EvidenceResult.of(
            evidence, Optional.ofNullable(policyFile).map(it -> PolicyFiles.read(inFolder(it))));
    surroundings
        .console()
        .say("signed with " + result.evidence().log() + ": whose key that is, you have to know");
    output.write(result, surroundings.console());
    return ExitCode.DONE.number();
  }

  private int verifyImages() {
    Images images = new Images(server, surroundings);
    List<Images.Found> found =
        file == null ? images.ofOperands(operands) : images.ofFile(inFolder(file), onlyHosts);
    checkOneRegistry(found);
    Lock lock = Lock.read(inFolder(lockFile));
    Verification verification = new Verification(demands(), lock, surroundings.clock());
    List<Verdict> verdicts =
        found.stream()
            .map(
                it ->
                    switch (it) {
                      case Images.Found.Meant meant -> verification.verify(meant.wanted());
                      case Images.Found.Known known -> known.verdict();
                    })
            .toList();
    keep(lock, verdicts);
    output.write(new VerifyResult(verdicts, file != null), surroundings.console());
    return report(verdicts);
  }

  private void check() {
    int kinds =
        (operands.isEmpty() ? 0 : 1) + (file == null ? 0 : 1) + (evidenceFile == null ? 0 : 1);
    if (kinds != 1) {
      throw usage(
          "what is to be verified is not clear",
          "wanted one of IMAGE..., --all FILE and --evidence FILE");
    }
    if (!onlyHosts.isEmpty() && file == null) {
      throw usage("--only-host is for --all", "an operand names its own registry");
    }
    if (proofFile != null && operands.size() != 1) {
      throw usage("--proof is for one image", "got " + operands.size());
    }
    if (offline && (proofFile == null || online)) {
      throw usage(
          "--offline needs the proof in a file, and goes without --online",
          "save it with stet log proof, then name it with --proof FILE");
    }
  }

  /** A log that is believed about one registry could vouch for the names of another. */
  private void checkOneRegistry(List<Images.Found> found) {
    long registries =
        found.stream()
            .filter(Images.Found.Meant.class::isInstance)
            .map(it -> ((Images.Found.Meant) it).wanted().registry().registry())
            .distinct()
            .count();
    if (policyFile != null && registries > 1) {
      throw usage(
          "--policy is for one registry, and the images are of " + registries,
          "each registry has a policy of its own");
    }
  }

  private static Failure usage(String what, String why) {
    return Failure.of(ExitCode.USAGE, what).because(why).next("stet verify --help");
  }

  private Verification.Demands demands() {
    PolicyFiles policies = new PolicyFiles(surroundings);
    Path named = policyFile;
    Function<ServerAddress, Optional<Policy>> policy =
        named == null ? policies::find : _ -> Optional.of(PolicyFiles.read(inFolder(named)));
    return new Verification.Demands(
        policy,
        policies::none,
        Optional.ofNullable(proofFile).map(this::proof),
        Optional.ofNullable(oldest).map(Age::parse),
        offline,
        online
            ? Optional.of(it -> server.client(Optional.of(it.toString()), surroundings, PATIENCE))
            : Optional.empty(),
        it -> new LogSite(it, surroundings.version()),
        surroundings.console()::say);
  }

  private byte[] proof(Path named) {
    try {
      return Files.readAllBytes(inFolder(named));
    } catch (IOException e) {
      throw Failure.of(ExitCode.NOT_FOUND, "the proof " + named + " cannot be read")
          .because(String.valueOf(e.getMessage()))
          .next("save it with stet log proof IMAGE:TAG");
    }
  }

  private Path inFolder(Path named) {
    return surroundings.directory().resolve(named);
  }

  private void keep(Lock lock, List<Verdict> verdicts) {
    if (verdicts.stream().noneMatch(Verdict::isVerified)) {
      return;
    }
    lock.write();
    if (lock.isNew()) {
      surroundings
          .console()
          .say("what was verified is kept in " + lock.file() + ": keep that with your source");
    }
  }

  private int report(List<Verdict> verdicts) {
    FailureReport report = new FailureReport(surroundings);
    verdicts.stream()
        .flatMap(it -> it.doubt().stream())
        .forEach(doubt -> report.write(doubt.failure()));
    if (verdicts.stream().anyMatch(it -> it.doubt().isPresent())) {
      return ExitCode.VERIFICATION_FAILED.number();
    }
    if (verdicts.stream().noneMatch(Verdict::isVerified)) {
      return report.write(
          Failure.of(ExitCode.VERIFICATION_FAILED, "nothing was verified")
              .because("no image is of " + String.join(" or ", onlyHosts))
              .next("see whether --only-host names the right registry"));
    }
    return ExitCode.DONE.number();
  }
}
