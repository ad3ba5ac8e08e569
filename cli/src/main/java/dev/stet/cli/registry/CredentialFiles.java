package dev.stet.cli.registry;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The credentials that podman and docker keep: {@code auth.json} and {@code config.json}, and the
 * helpers that they name. Sources: containers-auth.json(5); docker, "config.json".
 */
final class CredentialFiles {
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private final Surroundings surroundings;

  CredentialFiles(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The credentials for a repository, from the first file that has any.
   *
   * @param host host and port as the operand names them
   * @param repository the repository; podman may keep credentials for a part of a registry
   */
  Optional<Credentials> find(String host, String repository) {
    return files()
        .filter(Files::isRegularFile)
        .flatMap(file -> inFile(file, host, repository))
        .findFirst();
  }

  private Stream<Path> files() {
    List<Path> files = new ArrayList<>();
    surroundings.variable("REGISTRY_AUTH_FILE").map(Path::of).ifPresent(files::add);
    surroundings
        .variable("XDG_RUNTIME_DIR")
        .map(folder -> Path.of(folder, "containers", "auth.json"))
        .ifPresent(files::add);
    surroundings
        .configFolder()
        .map(folder -> folder.resolve("containers").resolve("auth.json"))
        .ifPresent(files::add);
    surroundings
        .variable("DOCKER_CONFIG")
        .map(Path::of)
        .or(() -> surroundings.home().map(home -> home.resolve(".docker")))
        .map(folder -> folder.resolve("config.json"))
        .ifPresent(files::add);
    return files.stream();
  }

  private Stream<Credentials> inFile(Path file, String host, String repository) {
    JsonNode root = read(file);
    for (String key : keys(host, repository)) {
      Optional<Credentials> found = helped(root, key).or(() -> written(root, key, file));
      if (found.isPresent()) {
        return found.stream();
      }
    }
    return Stream.empty();
  }

  private static JsonNode read(Path file) {
    try {
      return JsonMapper.builder().build().readTree(file.toFile());
    } catch (JacksonException e) {
      throw Failure.of(ExitCode.FAILURE, "the credentials in " + file + " were not understood")
          .because("it is not the JSON that docker and podman write")
          .next("correct the file, or sign in again with docker login or podman login");
    }
  }

  /** The names under which a file may keep credentials, the closest first. */
  private static List<String> keys(String host, String repository) {
    List<String> keys = new ArrayList<>();
    for (String path = repository; !path.isEmpty(); path = parent(path)) {
      keys.add(host + "/" + path);
    }
    keys.add(host);
    keys.add("https://" + host);
    keys.add("https://" + host + "/");
    if (host.equals(DOCKER_HUB)) {
      keys.add(DOCKER_HUB_KEY);
    }
    return keys;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private Optional<Credentials> helped(JsonNode root, String key) {
    String helper = root.path("credHelpers").path(key).asString("");
    boolean known = root.path("auths").has(key);
    String store = known ? root.path("credsStore").asString("") : "";
    String name = helper.isEmpty() ? store : helper;
    return name.isEmpty()
        ? Optional.empty()
        : new CredentialProgram(name, surroundings).credentials(key);
  }

  private static Optional<Credentials> written(JsonNode root, String key, Path file) {
    JsonNode entry = root.path("auths").path(key);
    String token = entry.path("identitytoken").asString("");
    return token.isEmpty()
        ? Credentials.ofBase64(entry.path("auth").asString(""), file.toString())
        : Optional.of(new Credentials("", token, true, file.toString()));
  }
}
