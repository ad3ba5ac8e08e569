package dev.stet.cli.policy;

import dev.stet.cli.command.Confirmation;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.files.WholeFile;
import dev.stet.cli.output.OutputOptions;
import dev.stet.cli.server.LogSite;
import dev.stet.cli.server.ServerAddress;
import dev.stet.log.KeyType;
import dev.stet.log.MalformedException;
import dev.stet.log.Policy;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet policy init}. */
@Command(
    name = "init",
    description = "Write the policy for a registry: whose signatures stet verify demands.",
    footer = {
      "stet policy init registry.example --key VKEY",
      "stet policy init registry.example --key VKEY --witness W1 --witness W2 --witness W3 --quorum 2",
      "stet policy init registry.example --key VKEY --auditor VKEY",
      "stet policy init 127.0.0.1:5000"
    })
public final class PolicyInitCommand implements Runnable {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "HOST", description = "HOST[:PORT] of the registry")
  private String host = "";

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description =
          "The verifier key of the log, as its operator publishes it; without it the registry is"
              + " asked, and you are, too.")
  private @Nullable String key;

  @Option(
      names = "--witness",
      paramLabel = "VKEY",
      description = "A witness, who sees that the log only grows; may be given more than once.")
  private List<String> witnesses = List.of();

  @Option(
      names = "--auditor",
      paramLabel = "VKEY",
      description = "An auditor, who also reads every entry; may be given more than once.")
  private List<String> auditors = List.of();

  @Option(
      names = "--quorum",
      paramLabel = "K",
      description =
          "So many of the witnesses and so many of the auditors have to sign, or all where there are"
              + " fewer; by default more than half.")
  private @Nullable Integer quorum;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "Write FILE, by default $XDG_CONFIG_HOME/stet/policies/HOST_PORT, where stet verify looks.")
  private @Nullable Path file;

  @Option(
      names = "--yes",
      description =
          "Believe what the registry says is its key, and replace a policy that is there; with a key"
              + " that the policy does not have only by --key.")
  private boolean yes;

  @Option(
      names = "--plain-http",
      description = "Ask the registry in plain http, also if it is another machine.")
  private boolean plainHttp;

  @ArgGroup(validate = false, heading = "%nOutput%n")
  private OutputOptions output = new OutputOptions();

  /** The command, in its surroundings. */
  public PolicyInitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    ServerAddress registry = ServerAddress.parse(host, "the operand", plainHttp);
    Path target =
        file == null
            ? new PolicyFiles(surroundings).file(registry)
            : surroundings.directory().resolve(file);
    NewPolicy policy = policy(registry, target);
    if (Files.exists(target)) {
      new Confirmation(surroundings).require("This replaces the policy " + target + ".", yes);
    }
    write(target, policy.text(registry.host()));
    output.write(
        new PolicyResult(registry.host(), target, policy.policy()), surroundings.console());
  }

  private NewPolicy policy(ServerAddress registry, Path target) {
    try {
      NewPolicy policy =
          new NewPolicy(
              key == null ? onFirstUse(registry, target) : VerifierKey.parse(key),
              witnesses.stream().map(VerifierKey::parse).toList(),
              auditors.stream().map(VerifierKey::parse).toList(),
              Optional.ofNullable(quorum));
      Policy _ = policy.policy(); // refused here if the keys do not make one
      return policy;
    } catch (MalformedException e) {
      throw Failure.of(ExitCode.USAGE, "no policy was written")
          .because(String.valueOf(e.getMessage()))
          .next("stet policy init --help");
    }
  }

  /** While a log changes its key it shows both, the one that it will keep last. */
  private VerifierKey onFirstUse(ServerAddress registry, Path target) {
    List<VerifierKey> keys =
        new LogSite(registry, surroundings.version())
            .keys().stream().map(VerifierKey::parse).toList();
    List<VerifierKey> own = keys.stream().filter(it -> it.type() == KeyType.ED25519).toList();
    if (own.isEmpty()) {
      throw new MalformedException(registry + " names no key of a log");
    }
    VerifierKey log = own.getLast();
    say("origin: " + log.name());
    say("key:    " + log);
    own.stream()
        .filter(it -> !it.equals(log))
        .forEach(it -> say("older:  " + it + ", which is about to go"));
    keys.stream()
        .filter(it -> it.type() == KeyType.COSIGNATURE)
        .forEach(
            it -> say("auditor of the registry itself, no protection against its operator: " + it));
    requireSame(log, target);
    new Confirmation(surroundings)
        .require(
            "The key is trusted on first use: compare it with what the operator of "
                + registry.host()
                + " publishes elsewhere.",
            yes);
    return log;
  }

  /** First use is over where there is a policy: another key is not believed because it came. */
  private void requireSame(VerifierKey fetched, Path target) {
    if (Files.exists(target) && !PolicyFiles.read(target).log().equals(fetched)) {
      throw Failure.of(ExitCode.REFUSED, "the policy " + target + " was not replaced")
          .because("the registry names another key of its log than the policy has")
          .because("got " + fetched + ", wanted " + PolicyFiles.read(target).log())
          .next("get the key from the operator, not from the registry: add --key VKEY");
    }
  }

  private void say(String line) {
    surroundings.console().say(line);
  }

  private static void write(Path target, String text) {
    try {
      WholeFile.write(target, text);
    } catch (IOException e) {
      throw Failure.of(ExitCode.FAILURE, "the policy " + target + " cannot be written")
          .because(String.valueOf(e.getMessage()))
          .next("name another file with --policy FILE");
    }
  }
}
