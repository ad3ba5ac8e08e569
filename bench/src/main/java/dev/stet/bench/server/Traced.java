package dev.stet.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A server under strace, which writes down each sync of a file, and slows it. */
final class Traced implements Server {
  private static final String TRACE = "syncs";

  private final Server server;
  private final Path strace;

  Traced(Server server, Path strace) {
    this.server = server;
    this.strace = strace;
  }

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public Optional<String> version() {
    return server.version();
  }

  @Override
  public boolean takesPushes() {
    return server.takesPushes();
  }

  @Override
  public List<String> command(Path folder, int port) throws IOException {
    List<String> trace =
        List.of(
            strace.toString(),
            "--daemonize", // so that the server is this program's child, and can be stopped by it
            "--follow-forks",
            "--seccomp-bpf",
            "--trace=fsync,fdatasync",
            "--signal=none",
            "--output=" + folder.resolve(TRACE));
    return Stream.concat(trace.stream(), server.command(folder, port).stream()).toList();
  }

  @Override
  public Map<String, String> environment() {
    return server.environment();
  }

  @Override
  public String readyPath() {
    return server.readyPath();
  }

  @Override
  public String installation() {
    return server.installation();
  }

  /** How many syncs a traced server has begun so far. */
  static long syncs(Path folder) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(TRACE))) {
      return lines.filter(line -> line.contains("sync(")).count();
    }
  }
}
