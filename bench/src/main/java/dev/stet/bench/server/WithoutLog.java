package dev.stet.bench.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Stet, but for the log of its tags: it claims them, and appends and signs nothing. */
final class WithoutLog implements Server {
  private final Path root;
  private final Stet stet;

  WithoutLog(Path root, Stet stet) {
    this.root = root;
    this.stet = stet;
  }

  @Override
  public String name() {
    return WITHOUT_LOG;
  }

  @Override
  public Optional<String> version() {
    return stet.version();
  }

  @Override
  public boolean takesPushes() {
    return true;
  }

  @Override
  public List<String> command(Path folder, int port) {
    return List.of(
        root.resolve("bench/without-log").toString(),
        folder.resolve("data").toString(),
        "127.0.0.1:" + port);
  }

  @Override
  public String readyPath() {
    return stet.readyPath();
  }

  @Override
  public String installation() {
    return "the script bench/without-log in the project";
  }
}
