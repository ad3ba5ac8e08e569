package dev.stet.acceptance.log;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Tools;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs that judge a log. Those of the project are built once for all tests. */
final class Judges {
  /** The folder with the code of the project's. */
  static final Path SOURCES = Checkout.FOLDER.resolve("acceptance/src/test/go");

  private Judges() {}

  /** Judges a log with the libraries of the Go project. */
  static Command judge(String log, VerifierKey key) {
    return built("judge").with("-log", log, "-key", key);
  }

  /** Replays logs by the rules R1 to R6. */
  static Command rules() {
    return built("rules");
  }

  /** Asks torchwood, under a policy. */
  static Command torch(Path policy) {
    return built("torch").with("-policy", policy);
  }

  /** Verifies files with evidence against a log. */
  static Command evidence(VerifierKey key) {
    return built("evidence").with("-key", key);
  }

  /** Prints proofs that others made and judged. */
  static Command proofs() {
    return built("proofs");
  }

  /**
   * Rebuilds a log from its entries with Tessera's {@code fsck}. That ends with 0 whatever it
   * found; what counts is what it prints.
   *
   * @param folder where the key can be written down
   */
  static Command fsck(String log, VerifierKey key, Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("fsck.key"), key.toString());
    return Command.of(Tools.installedByGo("fsck"))
        .with("--storage_url=" + log, "--public_key=" + file, "--ui=false", "--N=2");
  }

  /** What {@code fsck} prints when it found nothing. */
  static String fsckFoundNothing(long size) {
    return "Successfully fsck'd log with size " + size + " ";
  }

  /** A command of Go about that code. */
  static Command go(Object... words) {
    return Tools.find("go").with(words).in(SOURCES);
  }

  private static Command built(String name) {
    return Command.of(Build.FOLDER.resolve(name));
  }

  /** One build. */
  private static final class Build {
    static final Path FOLDER = build();

    private Build() {}

    private static Path build() {
      Path folder = Checkout.FOLDER.resolve("acceptance/target/judges");
      Command.Ended ended = run(go("build", "-o", folder + "/", "./..."));
      if (ended.code() != 0) { // as a rule because a library could not be had
        throw Tools.missing("the judges of the log could not be built: " + ended.output());
      }
      return folder;
    }

    private static Command.Ended run(Command command) {
      try {
        return command.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
