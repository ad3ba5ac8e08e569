package dev.stet.cli.images;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The images of an ECS task definition. Source: Amazon ECS API reference, "TaskDefinition". */
final class TaskDefinition {
  private static final String CONTAINERS = "containerDefinitions";

  private TaskDefinition() {}

  /** Whether a document is one, alone or as the answer to a request that describes it. */
  static boolean is(JsonNode document) {
    return unwrapped(document).path(CONTAINERS).isArray();
  }

  private static JsonNode unwrapped(JsonNode document) {
    return document.has("taskDefinition") ? document.path("taskDefinition") : document;
  }

  static List<Mention> mentions(JsonNode document) {
    List<Mention> mentions = new ArrayList<>();
    for (JsonNode container : unwrapped(document).path(CONTAINERS)) {
      String where = "container " + container.path("name").asString("without a name");
      JsonNode image = container.path("image");
      String text = image.asString("");
      mentions.add(
          image.isString() && !text.isEmpty()
              ? new Mention.Named(where, text)
              : new Mention.Unclear(where, text, "it names no image"));
    }
    return mentions;
  }
}
