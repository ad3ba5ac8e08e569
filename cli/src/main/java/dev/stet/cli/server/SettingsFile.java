package dev.stet.cli.server;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The settings of the person who runs the command: {@code $XDG_CONFIG_HOME/stet/config.yaml}. It
 * need not exist; what it says must be understood.
 */
record SettingsFile(Optional<Path> path) {
  private static final String SERVER = "server";
  private static final Set<String> KEYS = Set.of(SERVER);

  static SettingsFile of(Surroundings surroundings) {
    return new SettingsFile(
        surroundings
            .configFolder()
            .map(folder -> folder.resolve("stet").resolve("config.yaml"))
            .filter(Files::exists));
  }

  /** The server that it names. */
  Optional<String> server() {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    JsonNode settings = read(path.get());
    for (Map.Entry<String, JsonNode> entry : settings.properties()) {
      if (!KEYS.contains(entry.getKey()) || !entry.getValue().isString()) {
        throw notUnderstood(path.get(), "unknown key or value: " + entry.getKey());
      }
    }
    return settings.optional(SERVER).map(JsonNode::stringValue);
  }

  private static JsonNode read(Path file) {
    try {
      JsonNode settings = YAMLMapper.builder().build().readTree(file.toFile());
      if (!settings.isObject() && !settings.isMissingNode() && !settings.isNull()) {
        throw notUnderstood(file, "it is no mapping of keys to values");
      }
      return settings;
    } catch (JacksonException e) {
      throw notUnderstood(file, e.getOriginalMessage().lines().findFirst().orElse("no YAML"));
    }
  }

  private static Failure notUnderstood(Path file, String why) {
    return Failure.of(ExitCode.USAGE, "the settings in " + file + " were not understood")
        .because(why + "; wanted one key, e.g. server: 127.0.0.1:5000")
        .next("correct the file, or move it away");
  }

  @Override
  public String toString() {
    return path.map(Path::toString).orElse("no settings");
  }
}
