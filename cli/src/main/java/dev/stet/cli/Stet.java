package dev.stet.cli;

import dev.stet.cli.command.Console;
import dev.stet.cli.command.Surroundings;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The process: the one place that touches the real world around the command. */
public final class Stet {
  private Stet() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Console console = Console.of(out, err, isTerminal(1), isTerminal(2), environment);
    Path directory = Path.of("").toAbsolutePath();
    Surroundings surroundings =
        new Surroundings(
            environment,
            directory,
            Clock.system(ZoneId.systemDefault()),
            console,
            answers(console),
            version());
    int exitCode = new Program(surroundings).run(args);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /** A person can be asked who sees the question and types the answer. */
  private static Optional<BufferedReader> answers(Console console) {
    return console.redraw() && isTerminal(0)
        ? Optional.of(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Whether a descriptor is a terminal; where /proc does not tell, whether the console is one. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Path.of("/proc/self/fd/" + descriptor).toRealPath().toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      boolean linux = System.getProperty("os.name", "").startsWith("Linux");
      return !linux
          && Optional.ofNullable(System.console()).filter(it -> it.isTerminal()).isPresent();
    }
  }

  private static String version() {
    return Objects.requireNonNullElse(
        Stet.class.getPackage().getImplementationVersion(), "unpackaged");
  }
}
