package dev.stet.acceptance.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a document, to be run, and what they print held against what it shows.
 *
 * @param steps the commands, in order
 */
record Document(List<Step> steps) {
  private static final Duration START = Duration.ofSeconds(60);

  /** Takes a copy. */
  Document {
    steps = List.copyOf(steps);
    assertThat(steps).isNotEmpty();
  }

  /** The document with this text, where the addresses and folders are the test's own. */
  static Document of(String markdown) {
    return new Document(Step.of(markdown));
  }

  /** The launcher without its build: it runs what was packaged, on the test's port. */
  static void writeStet(Path file, int port) throws IOException {
    String script =
        """
        #!/bin/bash
        if [ "$1" = serve ]; then
          shift
          exec %1$s/bin/java %2$s -jar %3$s --listen 127.0.0.1:%5$d "$@"
        fi
        STET_SERVER=http://127.0.0.1:%5$d exec %1$s/bin/java -jar %4$s "$@"
        """
            .formatted(
                Checkout.jdk(),
                "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow",
                Checkout.serverJar(),
                Checkout.commandJar(),
                port);
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * Runs it.
   *
   * @param shell runs its argument as a line of a shell
   */
  void run(Command shell) throws IOException, InterruptedException {
    List<Running> background = new ArrayList<>();
    try {
      for (Step step : steps) {
        if (step.staysRunning()) {
          Running running = shell.with("exec " + step.command()).start();
          background.add(running);
          running.output().awaitAll("the output of " + step, step::shows, START);
        } else {
          run(step, shell.with(step.command()));
        }
      }
    } finally {
      background.forEach(Running::close);
    }
  }

  private static void run(Step step, Command command) throws IOException, InterruptedException {
    Ended ended = command.run();
    assertThat(ended.code() != 0)
        .as("%s fails%n%s", command, ended.output())
        .isEqualTo(step.fails());
    assertThat(step.shows(ended.output()))
        .as(
            "what%n$ %s%nprints%n%s%nis what is shown: %s",
            step.command(), ended.output(), step.output())
        .isTrue();
  }
}
