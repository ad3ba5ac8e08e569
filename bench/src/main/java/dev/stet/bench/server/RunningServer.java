package dev.stet.bench.server;

import dev.stet.bench.client.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that was started as a process and is stopped by {@link #close}. */
public final class RunningServer implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(2);
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final int SHOWN_LINES = 20;

  private final Server server;
  private final Path folder;
  private final Process process;
  private final InetSocketAddress address;
  private final double startMillis;

  private RunningServer(
      Server server, Path folder, Process process, InetSocketAddress address, double startMillis) {
    this.server = server;
    this.folder = folder;
    this.process = process;
    this.address = address;
    this.startMillis = startMillis;
  }

  /**
   * Starts a server and waits for its first answer.
   *
   * @param folder all its data, made if it is missing
   * @param patience how long to wait
   */
  public static RunningServer start(Server server, Path folder, Duration patience)
      throws IOException {
    Files.createDirectories(folder);
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(server.command(folder, port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().putAll(server.environment());
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    long begin = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    RunningServer running = new RunningServer(server, folder, process, address, 0);
    try {
      running.awaitAnswer(begin + patience.toNanos());
    } catch (IOException | RuntimeException e) {
      running.close();
      throw e;
    }
    double millis = (System.nanoTime() - begin) / 1e6;
    return new RunningServer(server, folder, process, address, millis);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer(long deadline) throws IOException {
    while (!answers()) {
      if (!process.isAlive()) {
        throw new IOException(server.name() + " ended instead of serving; it said:\n" + log());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            server.name()
                + " did not answer "
                + server.readyPath()
                + " in time; it said:\n"
                + log());
      }
      pause(POLL);
    }
  }

  private boolean answers() {
    try (Client client = new Client(address)) {
      return client.status(server.readyPath()) == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String log() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  /** Lets time pass. */
  public static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What was started. */
  public Server server() {
    return server;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** The folder with all its data. */
  public Path folder() {
    return folder;
  }

  /** The time from the start of the process to its first answer, in milliseconds. */
  public double startMillis() {
    return startMillis;
  }

  /** What it has used so far. */
  public Usage usage() {
    return Usage.of(process.toHandle());
  }

  /** How many syncs of files it has begun so far; only for {@link Servers#traced}. */
  public long syncs() throws IOException {
    return Traced.syncs(folder);
  }

  /** Asks the server to end, and ends it with its descendants if it does not. */
  @Override
  public void close() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    try {
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}
