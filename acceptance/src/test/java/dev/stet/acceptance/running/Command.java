package dev.stet.acceptance.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of a shell, run to its end. Immutable. */
public final class Command {
  private static final int SECONDS = 120;
  private static final Duration READY = Duration.ofSeconds(30);

  private final List<String> words;
  private final Map<String, String> environment;
  private final Path folder;

  private Command(List<String> words, Map<String, String> environment, Path folder) {
    this.words = List.copyOf(words);
    this.environment = Map.copyOf(environment);
    this.folder = folder;
  }

  /** A program and its first arguments, in the current folder and environment. */
  public static Command of(Object... words) {
    return new Command(strings(words), Map.of(), Path.of("").toAbsolutePath());
  }

  /** The command with more arguments. */
  public Command with(Object... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(strings(more));
    return new Command(all, environment, folder);
  }

  /** The command with one environment variable set; an empty value takes it away. */
  public Command where(String variable, String value) {
    Map<String, String> changed = new LinkedHashMap<>(environment);
    changed.put(variable, value);
    return new Command(words, changed, folder);
  }

  /** The command in another folder. */
  public Command in(Path other) {
    return new Command(words, environment, other);
  }

  private static List<String> strings(Object... words) {
    return Arrays.stream(words).map(Object::toString).toList();
  }

  /**
   * How a command ended.
   *
   * @param code its exit code
   * @param output standard output and error, as they came
   */
  public record Ended(String command, int code, String output) {
    /** Asserts that it succeeded. */
    public Ended successfully() {
      assertThat(code).as("%s%n%s", command, output).isZero();
      return this;
    }
  }

  /** Starts it, and lets it go on. */
  public Running start() throws IOException {
    Process process = builder().redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new Running(process, Lines.of(process.getInputStream()));
  }

  /** Starts it, waits until it prints a line with a sign that it is ready, and lets it go on. */
  public Running startUntil(String sign) throws IOException, InterruptedException {
    Running running = start();
    try {
      running.output().await(sign, line -> line.contains(sign), READY);
      return running;
    } catch (AssertionError e) {
      running.close();
      throw e;
    }
  }

  /** Runs it. It is killed, and the test fails, when it takes more than two minutes. */
  public Ended run() throws IOException, InterruptedException {
    try (Running running = start()) {
      if (!running.process().waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            this + " did not end within " + SECONDS + " s:\n" + running.output());
      }
      return new Ended(toString(), running.process().exitValue(), running.output().whole());
    }
  }

  /** Runs it, and wants it to succeed; its standard output alone. */
  public byte[] output() throws IOException, InterruptedException {
    Process process = builder().redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(toString()).isZero();
    return output;
  }

  /** As {@link #output}, one line of text. */
  public String line() throws IOException, InterruptedException {
    return new String(output(), StandardCharsets.UTF_8).strip();
  }

  ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    environment.forEach(
        (variable, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(variable);
          } else {
            builder.environment().put(variable, value);
          }
        });
    return builder;
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
