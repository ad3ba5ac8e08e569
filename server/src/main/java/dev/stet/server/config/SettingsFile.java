package dev.stet.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the YAML file: a map from keys to a value or a list of values. */
final class SettingsFile {
  private SettingsFile() {}

  /** The values of the file; notes unknown keys and what cannot be read. */
  static Map<Key, List<String>> read(Path file, Problems problems) {
    Map<Key, List<String>> values = new EnumMap<>(Key.class);
    for (Map.Entry<String, JsonNode> entry : tree(file, problems).properties()) {
      Key.of(entry.getKey())
          .ifPresentOrElse(
              key -> values.put(key, texts(key, entry.getValue(), problems)),
              () -> problems.add(unknown(file, entry.getKey())));
    }
    return values;
  }

  private static JsonNode tree(Path file, Problems problems) {
    YAMLMapper yaml =
        YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();
    try {
      JsonNode tree = yaml.readTree(Files.readString(file));
      if (tree.isObject() || tree.isMissingNode() || tree.isNull()) {
        return tree;
      }
      problems.add(file + " is no map of keys and values");
    } catch (IOException e) {
      problems.add("cannot read " + file + ": is it there, and readable?");
    } catch (JacksonException e) {
      problems.add(file + " is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
    return yaml.createObjectNode();
  }

  private static List<String> texts(Key key, JsonNode node, Problems problems) {
    if (node.isArray() && node.valueStream().allMatch(JsonNode::isValueNode)) {
      return node.valueStream().map(JsonNode::asString).toList();
    }
    if (node.isValueNode()) {
      return node.isNull() ? List.of() : List.of(node.asString());
    }
    problems.add(key.key() + " is a map: wanted a value or a list of values");
    return key.usual();
  }

  private static String unknown(Path file, String key) {
    return file
        + " has the unknown key \""
        + key
        + "\""
        + Key.nearest(key).map(known -> ": did you mean " + known.key() + "?").orElse("");
  }
}
