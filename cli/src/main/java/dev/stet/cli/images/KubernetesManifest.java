package dev.stet.cli.images;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The images of a Kubernetes object. Pod specifications are found at any depth, so in every kind
 * that has one: Pod, Deployment, CronJob, List, and what operators add. What a kind of an operator
 * names by other fields is not found. Source: Kubernetes API reference, "PodSpec".
 */
final class KubernetesManifest {
  private static final Set<String> CONTAINERS =
      Set.of("containers", "initContainers", "ephemeralContainers");

  private final List<Mention> mentions = new ArrayList<>();

  private KubernetesManifest() {}

  static List<Mention> mentions(JsonNode document) {
    KubernetesManifest manifest = new KubernetesManifest();
    manifest.walk("", document);
    return manifest.mentions;
  }

  private void walk(String above, JsonNode node) {
    String object = object(above, node);
    node.properties()
        .forEach(
            field -> {
              if (CONTAINERS.contains(field.getKey()) && field.getValue().isArray()) {
                field.getValue().forEach(container -> container(object, container));
              } else if (field.getKey().equals("volumes")) {
                field.getValue().forEach(volume -> volume(object, volume));
              } else {
                walk(object, field.getValue());
              }
            });
    if (node.isArray()) {
      node.forEach(element -> walk(object, element));
    }
  }

  /** What the node is called, if it is an object of its own. */
  private static String object(String above, JsonNode node) {
    JsonNode kind = node.path("kind");
    JsonNode name = node.path("metadata").path("name");
    return kind.isString() && node.has("metadata")
        ? kind.asString() + " " + name.asString("without a name")
        : above;
  }

  private void container(String object, JsonNode container) {
    image(
        object + ", container " + container.path("name").asString("without a name"),
        container.path("image"));
  }

  private void volume(String object, JsonNode volume) {
    if (volume.has("image")) {
      image(
          object + ", volume " + volume.path("name").asString("without a name"),
          volume.path("image").path("reference"));
    }
  }

  private void image(String where, JsonNode image) {
    String text = image.asString("");
    mentions.add(
        image.isString() && !text.isEmpty()
            ? new Mention.Named(where, text)
            : new Mention.Unclear(where, text, "it names no image"));
  }
}
