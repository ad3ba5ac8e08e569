package dev.stet.cli.command;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a command takes from the world around the process. Only {@code Stet} makes one
 * from the real world.
 *
 * @param environment the environment variables
 * @param directory the working folder, absolute
 * @param clock the time, and the zone that it is told in
 * @param console where results, messages and progress go
 * @param answers what the person at the terminal types; empty if nobody is there to ask
 * @param version the version of this command
 */
public record Surroundings(
    Map<String, String> environment,
    Path directory,
    Clock clock,
    Console console,
    Optional<BufferedReader> answers,
    String version) {

  /** Takes a copy of the environment. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** The value of an environment variable; a variable that is set to nothing counts as unset. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** The folder of the person who runs the command, if the environment names one. */
  public Optional<Path> home() {
    return variable("HOME").or(() -> variable("USERPROFILE")).map(Path::of);
  }

  /** The folder for settings. Source: XDG Base Directory Specification. */
  public Optional<Path> configFolder() {
    return folder("XDG_CONFIG_HOME", ".config");
  }

  /** The folder for what programs leave behind. Source: XDG Base Directory Specification. */
  public Optional<Path> stateFolder() {
    return folder("XDG_STATE_HOME", ".local/state");
  }

  private Optional<Path> folder(String variable, String inHome) {
    return variable(variable)
        .map(Path::of)
        .filter(Path::isAbsolute)
        .or(() -> home().map(home -> home.resolve(inHome)));
  }
}
