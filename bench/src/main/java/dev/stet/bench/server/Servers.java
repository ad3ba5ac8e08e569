package dev.stet.bench.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** All servers that can be measured. */
public final class Servers {
  private Servers() {}

  /**
   * Stet and its peers, installed or not.
   *
   * @param root the folder of the project
   * @param distribution the version of distribution to install where it is missing
   */
  public static List<Server> all(Path root, Programs programs, String distribution) {
    return List.of(
        new Stet(root, Map.of()),
        new GoRegistry(
            Server.DISTRIBUTION,
            programs.find("registry"),
            "'go install github.com/distribution/distribution/v3/cmd/registry@"
                + distribution
                + "'"),
        new GoRegistry(
            Server.DOCKER_REGISTRY,
            programs.find("docker-registry"),
            "'apt-get install docker-registry' (Debian, Ubuntu)"),
        new Zot(programs.find("zot")),
        new Nginx(programs.find("nginx")));
  }

  /** Stet as it starts where the JVM has no AOT cache. */
  public static Server stetWithoutAotCache(Path root) {
    return new Stet(root, Map.of("STET_JAVA_OPTIONS", "-XX:AOTCache=/nonexistent"));
  }

  /** Stet, and Stet without the log of its tags. */
  public static List<Server> withAndWithoutLog(Path root) {
    Stet stet = new Stet(root, Map.of());
    return List.of(stet, new WithoutLog(root, stet));
  }

  /** Servers whose {@link RunningServer#syncs} can be counted. */
  public static List<Server> traced(List<Server> servers, Path strace) {
    return servers.stream().<Server>map(server -> new Traced(server, strace)).toList();
  }
}
