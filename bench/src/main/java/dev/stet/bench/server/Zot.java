package dev.stet.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** zot with what it is shipped with, but quiet. */
final class Zot implements Server {
  private static final String CONFIG =
      """
      {
        "storage": {"rootDirectory": "FOLDER/data"},
        "http": {"address": "127.0.0.1", "port": "PORT"},
        "log": {"level": "error"}
      }
      """;

  private final Optional<Path> program;

  Zot(Optional<Path> program) {
    this.program = program;
  }

  @Override
  public String name() {
    return ZOT;
  }

  @Override
  public Optional<String> version() {
    return program.map(path -> Programs.version(program, "--version").orElse("?"));
  }

  @Override
  public boolean takesPushes() {
    return true;
  }

  @Override
  public List<String> command(Path folder, int port) throws IOException {
    Path config = ConfigFile.write(folder, "config.json", CONFIG, port);
    return List.of(program.orElseThrow().toString(), "serve", config.toString());
  }

  @Override
  public String installation() {
    return "a release of zot, as zot on the PATH";
  }
}
