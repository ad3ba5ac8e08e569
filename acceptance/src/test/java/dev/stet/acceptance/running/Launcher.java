package dev.stet.acceptance.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What the launcher does for the JVM: its flags, and the start-up cache of the command. */
final class Launcher {
  /** The flags for the server's JVM. */
  static final List<String> SERVER = flags("server_flags");

  /** The flags for the auditor's JVM. */
  static final List<String> AUDITOR = flags("auditor_flags");

  /** The flags for the command's JVM. */
  static final List<String> COMMAND = flags("cli_flags");

  private Launcher() {}

  private static List<String> flags(String variable) {
    String script =
        ". '" + Checkout.FOLDER + "/.mvn/build-stet.sh'; echo \"${" + variable + "[@]}\"";
    return List.of(line(Command.of("bash", "-c", script)).split(" "));
  }

  /** The start-up cache of the packaged command, recorded once for all tests. */
  static final class Cache {
    static final Path FILE = record();

    private Cache() {}

    private static Path record() {
      Path file = Checkout.FOLDER.resolve("acceptance/target/cli.aot");
      line(
          Command.of(Checkout.jdk().resolve("bin/java"))
              .with(COMMAND.toArray())
              .with("-XX:AOTCacheOutput=" + file, "-jar", Checkout.commandJar(), "__warm-up"));
      return file;
    }
  }

  private static String line(Command command) {
    try {
      return command.line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
