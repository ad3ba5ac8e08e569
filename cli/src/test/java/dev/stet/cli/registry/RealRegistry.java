package dev.stet.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The registry of the distribution project, as a process. */
public final class RealRegistry implements AutoCloseable {
  private static final String PROGRAM = "docker-registry";

  private final Process process;
  private final int port;

  private RealRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it; skips the test loudly where it is not installed, and fails in CI. */
  public static RealRegistry start(Path folder) throws IOException {
    boolean there = Files.isExecutable(Path.of("/usr/bin", PROGRAM));
    if (System.getenv().getOrDefault("CI", "").isEmpty()) {
      assumeThat(there).as(PROGRAM + " is not installed, so this test is skipped").isTrue();
    }
    assertThat(there).as(PROGRAM + " has to be installed in CI").isTrue();
    int port = freePort();
    Path config = folder.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("data"), port));
    Process process =
        new ProcessBuilder(PROGRAM, "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    RealRegistry registry = new RealRegistry(process, port);
    registry.awaitStart();
    return registry;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStart() {
    try {
      while (!listens()) {
        assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as(PROGRAM + " has ended").isFalse();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Host and port. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
