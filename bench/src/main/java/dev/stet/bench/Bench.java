package dev.stet.bench;

import dev.stet.bench.server.RunningServer;
import dev.stet.bench.server.Server;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A temporary folder and the servers that work in it. {@link #close} stops them and removes it; so
 * does the end of this JVM, if it comes first. Safe for use by many threads.
 */
final class Bench implements AutoCloseable {
  /** The first start may have to build Stet. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path folder;
  private final List<RunningServer> running = new ArrayList<>();
  private final Thread atExit = new Thread(this::cleanUp, "clean up");
  private boolean closed;

  private Bench(Path folder) {
    this.folder = folder;
  }

  /** Makes the temporary folder. */
  static Bench open(Path parent) throws IOException {
    Bench bench = new Bench(Files.createTempDirectory(parent, "stet-bench-"));
    Runtime.getRuntime().addShutdownHook(bench.atExit);
    return bench;
  }

  /** The folder. */
  Path folder() {
    return folder;
  }

  /** Starts a server in a folder of that name. */
  RunningServer start(Server server, String name) throws IOException {
    RunningServer started = RunningServer.start(server, folder.resolve(name), PATIENCE);
    synchronized (this) {
      running.add(started);
      if (closed) {
        started.close();
      }
    }
    return started;
  }

  /** Stops a server. */
  void stop(RunningServer server) {
    server.close();
    synchronized (this) {
      running.remove(server);
    }
  }

  private synchronized void cleanUp() {
    closed = true;
    running.forEach(RunningServer::close);
    running.clear();
    try {
      deleteFolder();
    } catch (IOException e) {
      System.err.println("bench/compare: could not remove " + folder + " because " + e);
    }
  }

  private void deleteFolder() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() {
    cleanUp();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the JVM ends already, and its hook finds nothing left to do
    }
  }
}
