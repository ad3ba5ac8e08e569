package dev.stet.acceptance.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.DockerEngine;
import dev.stet.acceptance.running.Running;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the README, and holds what they print against it. */
class ReadmeTest {
  private static final Duration START = Duration.ofSeconds(60);

  private @TempDir Path folder;

  @Test
  void theReadmeShowsWhatHappens() throws IOException, InterruptedException {
    Tools.find("skopeo");
    int port = freePort();
    Path work = Files.createDirectory(folder.resolve("work"));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    for (String file : List.of("README.md", "LICENSE")) {
      Files.copy(Checkout.FOLDER.resolve(file), work.resolve(file));
    }
    String readme =
        Files.readString(work.resolve("README.md"))
            .replace(":5000", ":" + port)
            .replace("/tmp/", temporary + "/");
    writeStet(work.resolve("stet"), port);
    List<Step> steps = Step.of(readme);
    assertThat(steps).isNotEmpty();
    try (DockerEngine engine = DockerEngine.start(Files.createDirectory(folder.resolve("d")))) {
      runAll(steps, engine.environmentOf(Command.of("bash", "-c").in(work)));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The launcher without its build: it runs what was packaged, on the test's port. */
  private static void writeStet(Path file, int port) throws IOException {
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

  private static void runAll(List<Step> steps, Command shell)
      throws IOException, InterruptedException {
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
