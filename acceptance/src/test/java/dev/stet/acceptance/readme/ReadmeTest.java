package dev.stet.acceptance.readme;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.DockerEngine;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the README, and holds what they print against it. */
class ReadmeTest {
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
    Document.writeStet(work.resolve("stet"), port);
    try (DockerEngine engine = DockerEngine.start(Files.createDirectory(folder.resolve("d")))) {
      Command shell =
          Command.of("bash", "-c")
              .where("XDG_CONFIG_HOME", folder.resolve("configuration").toString())
              .in(work);
      Document.of(readme).run(engine.environmentOf(shell));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
