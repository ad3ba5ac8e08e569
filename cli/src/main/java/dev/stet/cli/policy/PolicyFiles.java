package dev.stet.cli.policy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ServerAddress;
import dev.stet.log.MalformedException;
import dev.stet.log.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where policies lie: one file for each registry, {@code $XDG_CONFIG_HOME/stet/policies/HOST_PORT}.
 * One for each, because an entry of a log does not say of which registry it is: a log that is
 * believed about one could vouch for the names of another.
 */
public final class PolicyFiles {
  private final Surroundings surroundings;

  /** The policies of the person who runs the command. */
  public PolicyFiles(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The file for a registry, whether it is there or not. */
  public Path file(ServerAddress registry) {
    String host = String.valueOf(registry.base().getHost()).replaceAll("[\\[\\]]", "");
    return surroundings
        .configFolder()
        .orElseThrow(
            () ->
                Failure.of(ExitCode.USAGE, "there is no place where policies could lie")
                    .because("neither XDG_CONFIG_HOME nor HOME is set")
                    .next("name the policy with --policy FILE"))
        .resolve("stet")
        .resolve("policies")
        .resolve(host + "_" + registry.port());
  }

  /**
   * The policy for a registry, if there is one.
   *
   * @throws Failure if it cannot be read or was not understood
   */
  public Optional<Policy> find(ServerAddress registry) {
    Path file = file(registry);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /**
   * The policy for a registry.
   *
   * @throws Failure as {@link #find}, or if there is none
   */
  public Policy require(ServerAddress registry) {
    return find(registry).orElseThrow(() -> none(registry));
  }

  /** What to say where a registry has no policy: how to make one. */
  public Failure none(ServerAddress registry) {
    return Failure.of(
            ExitCode.VERIFICATION_FAILED, "there is no policy for the registry " + registry.host())
        .because(
            "there is no file "
                + file(registry)
                + ", so nothing says whose signature is to be believed")
        .next(
            "stet policy init " + registry.host() + " --key VKEY, with the key from its operator");
  }

  /**
   * Reads a policy file.
   *
   * @throws Failure if it cannot be read or was not understood
   */
  public static Policy read(Path file) {
    try {
      return Policy.parse(Files.readAllBytes(file));
    } catch (MalformedException e) {
      throw Failure.of(ExitCode.VERIFICATION_FAILED, "the policy " + file + " was not understood")
          .because(String.valueOf(e.getMessage()))
          .next("correct it, or make it anew: stet policy init HOST --key VKEY");
    } catch (IOException e) {
      throw Failure.of(ExitCode.VERIFICATION_FAILED, "the policy " + file + " cannot be read")
          .because(
              e instanceof NoSuchFileException ? "there is none" : String.valueOf(e.getMessage()))
          .next("name another with --policy FILE, or make one: stet policy init --help");
    }
  }
}
