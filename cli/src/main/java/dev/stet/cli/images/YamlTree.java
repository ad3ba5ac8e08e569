package dev.stet.cli.images;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A YAML document as a tree of JSON. The key {@code <<} takes over what a mapping, or each mapping
 * of a list, has: what stands beside it wins, then what is merged first. Source: YAML, "Merge Key
 * Language-Independent Type".
 */
final class YamlTree {
  private static final String MERGE = "<<";
  private static final int DEEPEST = 100;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private YamlTree() {}

  /**
   * The tree of what was loaded: mappings, lists and scalars.
   *
   * @throws YamlEngineException if it is nested too deep, as what contains itself is
   */
  static JsonNode of(Object document) {
    return node(document, 0);
  }

  private static JsonNode node(@Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      throw new YamlEngineException("it is nested deeper than " + DEEPEST + " levels");
    }
    return switch (value) {
      case null -> NODES.nullNode();
      case Map<?, ?> map -> mapping(map, depth);
      case List<?> list -> {
        ArrayNode array = NODES.arrayNode();
        list.forEach(element -> array.add(node(element, depth + 1)));
        yield array;
      }
      case String text -> NODES.stringNode(text);
      default -> NODES.pojoNode(value); // a number, a truth value or bytes: no name of an image
    };
  }

  private static ObjectNode mapping(Map<?, ?> map, int depth) {
    ObjectNode mapping = NODES.objectNode();
    map.forEach(
        (key, value) -> {
          if (!MERGE.equals(key)) {
            mapping.set(String.valueOf(key), node(value, depth + 1));
          }
        });
    JsonNode merged = node(map.get(MERGE), depth + 1);
    if (merged.isArray()) {
      merged.forEach(source -> addMissing(mapping, source));
    } else {
      addMissing(mapping, merged);
    }
    return mapping;
  }

  private static void addMissing(ObjectNode mapping, JsonNode source) {
    source.properties().stream()
        .filter(field -> !mapping.has(field.getKey()))
        .forEach(field -> mapping.set(field.getKey(), field.getValue()));
  }
}
