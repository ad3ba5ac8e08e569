package dev.stet.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stet, by the command that its users start it with. */
final class Stet implements Server {
  private final Path root;
  private final Map<String, String> environment;

  /**
   * Takes the folder of the project.
   *
   * @param environment what its environment gets besides this program's own
   */
  Stet(Path root, Map<String, String> environment) {
    this.root = root;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    return STET;
  }

  @Override
  public Optional<String> version() {
    if (!Files.isExecutable(root.resolve("stet"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Programs.output(
              List.of("git", "-C", root.toString(), "describe", "--always", "--dirty")));
    } catch (IOException e) {
      return Optional.of("without git");
    }
  }

  @Override
  public boolean takesPushes() {
    return true;
  }

  @Override
  public List<String> command(Path folder, int port) {
    return List.of(
        root.resolve("stet").toString(),
        "serve",
        "--data",
        folder.resolve("data").toString(),
        "--listen",
        "127.0.0.1:" + port);
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public String readyPath() {
    return "/readyz";
  }

  @Override
  public String installation() {
    return "the script ./stet at the root of the project";
  }
}
