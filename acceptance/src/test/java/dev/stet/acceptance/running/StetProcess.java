package dev.stet.acceptance.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged Stet, running in a process of its own on a port of its own. */
public final class StetProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(60);
  private static final Pattern SERVES = Pattern.compile("serves http://(\\S+) from ");

  private final Process process; // Stet, or the program that runs it
  private final ProcessHandle stet;
  private final Lines log;
  private final String address;
  private final Path data;

  private StetProcess(Process process, ProcessHandle stet, Lines log, String address, Path data) {
    this.process = process;
    this.stet = stet;
    this.log = log;
    this.address = address;
    this.data = data;
  }

  /** Starts Stet over a data folder, new or used, and waits until it serves. */
  public static StetProcess start(Path data) throws IOException, InterruptedException {
    return start(data, Map.of());
  }

  /** The same with other settings, by the names of their environment variables. */
  public static StetProcess start(Path data, Map<String, String> settings)
      throws IOException, InterruptedException {
    Command command = command(Command.of(), data);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      command = command.where(setting.getKey(), setting.getValue());
    }
    return start(command, data, Process::toHandle);
  }

  /**
   * Starts Stet under another program.
   *
   * @param tracer a program that runs a command as its child, and ends after it with its exit code
   */
  public static StetProcess startUnder(Command tracer, Path data)
      throws IOException, InterruptedException {
    return start(
        command(tracer, data), data, process -> process.children().findFirst().orElseThrow());
  }

  private static StetProcess start(
      Command command, Path data, Function<Process, ProcessHandle> stet)
      throws IOException, InterruptedException {
    Process process = command.builder().start();
    Lines log = Lines.of(process.getErrorStream());
    try {
      String line =
          Lines.of(process.getInputStream())
              .await(
                  "line that says where Stet serves", text -> SERVES.matcher(text).find(), START);
      Matcher matcher = SERVES.matcher(line);
      assertThat(matcher.find()).isTrue();
      return new StetProcess(process, stet.apply(process), log, matcher.group(1), data);
    } catch (AssertionError e) {
      end(process);
      throw new AssertionError(e.getMessage() + log, e);
    }
  }

  /** The server's program, as the launcher runs it. */
  private static Command program(Command by) {
    assertThat(Checkout.serverJar()).as("the server, packaged before its tests").exists();
    return by.with(Checkout.jdk().resolve("bin/java"))
        .with(Launcher.SERVER.toArray())
        .with("-jar", Checkout.serverJar())
        .where("STET_CONFIG", "");
  }

  /** What works on a data folder without a server: {@code fsck} or {@code backup restore}. */
  public static Command offline(Object... words) {
    return program(Command.of()).with(words);
  }

  /** The command that serves a data folder. */
  public static Command serving(Path data) {
    return servingUnder(Command.of(), data);
  }

  /** The same under a program that runs a command as its child. */
  public static Command servingUnder(Command tracer, Path data) {
    return command(tracer, data);
  }

  private static Command command(Command by, Path data) {
    return program(by)
        .with("--data", data, "--listen", "127.0.0.1:0")
        .where("XDG_STATE_HOME", state(data));
  }

  /** Where it leaves the token for the command: beside its data, and not in anybody's home. */
  private static String state(Path data) {
    return data.toAbsolutePath().resolveSibling("state").toString();
  }

  /** The command of the same user, which asks this Stet and finds its token. */
  public Command command() {
    return asItsUser(Checkout.stet()).where("STET_SERVER", address);
  }

  /** A program that finds the token of this Stet where its user's programs look for it. */
  public Command asItsUser(Command program) {
    return program.where("XDG_STATE_HOME", state(data));
  }

  /** The number of its process. */
  public long pid() {
    return stet.pid();
  }

  /** Where it listens: {@code 127.0.0.1:PORT}. */
  public String address() {
    return address;
  }

  /** The port on which it listens. */
  public int port() {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  /** A client for it. */
  public RegistryClient client() {
    return new RegistryClient(address);
  }

  /** What it logged so far. */
  public Lines log() {
    return log;
  }

  /** Kills it, as {@code kill -9} does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    stet.destroyForcibly();
    process.waitFor();
  }

  /** Tells it to stop, as {@code kill} does, and waits until it has. */
  public void stop() throws InterruptedException {
    stet.destroy();
    assertThat(process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).as("stopped").isTrue();
    assertThat(process.exitValue()).as("exit code; %s", log).isZero();
  }

  /** Kills what still runs. */
  @Override
  public void close() {
    end(process);
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
