package dev.stet.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server that can be measured. */
public interface Server {
  /** Stet's name among the servers. */
  String STET = "stet";

  /**
   * The name of Stet without the log of its tags, which is measured beside Stet for what that
   * costs.
   */
  String WITHOUT_LOG = "stet without log";

  /** The name of distribution, version 3. */
  String DISTRIBUTION = "distribution";

  /** The name of distribution as Debian packages it. */
  String DOCKER_REGISTRY = "docker-registry";

  /** The name of nginx, which serves the same content as static files. */
  String NGINX = "nginx";

  /** The name of zot. */
  String ZOT = "zot";

  /** All that Stet is compared with. */
  List<String> PEERS = List.of(DISTRIBUTION, DOCKER_REGISTRY, ZOT, NGINX);

  /** Its name, as options and tables have it. */
  String name();

  /** Its version, or empty if it is not installed. */
  Optional<String> version();

  /** Whether it takes pushes; else it serves files that lie in its folder. */
  boolean takesPushes();

  /**
   * The command that serves a folder in the foreground; writes what configuration it needs.
   *
   * @param folder an absolute path; all the server's data is under it
   * @param port where it listens, on 127.0.0.1
   */
  List<String> command(Path folder, int port) throws IOException;

  /** What its environment gets besides this program's own. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /** The path that is answered with 200 as soon as the server can work. */
  default String readyPath() {
    return "/v2/";
  }

  /** How to get it, for the message that it is missing. */
  String installation();
}
