package dev.stet.cli.command;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** Surroundings that keep what is written, in a folder of the test. */
public final class Recorder {
  /** The time in the tests. */
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Surroundings surroundings;

  /** Surroundings where neither stream is a terminal. */
  public Recorder(Path directory, Map<String, String> environment) {
    this(directory, environment, false, Optional.empty());
  }

  /**
   * Surroundings.
   *
   * @param terminal whether both streams are a terminal
   * @param answer what a person types; empty if nobody is there
   */
  public Recorder(
      Path directory, Map<String, String> environment, boolean terminal, Optional<String> answer) {
    Console console = Console.of(stream(out), stream(err), terminal, terminal, environment);
    this.surroundings =
        new Surroundings(
            environment,
            directory,
            Clock.fixed(NOW, ZoneId.of("Europe/Berlin")),
            console,
            answer.map(text -> new BufferedReader(new StringReader(text))),
            "1.2.3");
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** The surroundings. */
  public Surroundings surroundings() {
    return surroundings;
  }

  /** What was written to the standard output. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What was written to the standard error. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
