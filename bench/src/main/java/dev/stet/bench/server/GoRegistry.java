package dev.stet.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registry of distribution, with the configuration that it is shipped with, but quiet. */
final class GoRegistry implements Server {
  private static final String CONFIG =
      """
      version: 0.1
      log:
        level: error
        accesslog:
          disabled: true
      storage:
        cache:
          blobdescriptor: inmemory
        filesystem:
          rootdirectory: FOLDER/data
        delete:
          enabled: true
      http:
        addr: 127.0.0.1:PORT
      """;

  private final String name;
  private final Optional<Path> program;
  private final String installation;

  GoRegistry(String name, Optional<Path> program, String installation) {
    this.name = name;
    this.program = program;
    this.installation = installation;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> version() {
    return Programs.version(program, "--version");
  }

  @Override
  public boolean takesPushes() {
    return true;
  }

  @Override
  public List<String> command(Path folder, int port) throws IOException {
    Path config = ConfigFile.write(folder, "config.yml", CONFIG, port);
    return List.of(program.orElseThrow().toString(), "serve", config.toString());
  }

  /** Version 3 would report traces to a collector, and complain that there is none. */
  @Override
  public Map<String, String> environment() {
    return Map.of("OTEL_TRACES_EXPORTER", "none");
  }

  @Override
  public String installation() {
    return installation;
  }
}
