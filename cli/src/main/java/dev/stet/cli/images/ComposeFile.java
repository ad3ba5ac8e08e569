package dev.stet.cli.images;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The images of a compose file. What compose would put together from elsewhere (variables, other
 * files) is unclear here: compose itself is asked for the whole. Source: Compose Specification.
 */
final class ComposeFile {
  private static final String WHOLE =
      "; compose tells the whole: docker compose config > whole.yaml";

  private final List<Mention> mentions = new ArrayList<>();

  private ComposeFile() {}

  static List<Mention> mentions(JsonNode document) {
    ComposeFile file = new ComposeFile();
    if (document.has("include")) {
      file.unclear("include", "", "it takes services from other files");
    }
    document
        .path("services")
        .properties()
        .forEach(service -> file.service("service " + service.getKey(), service.getValue()));
    return file.mentions;
  }

  private void service(String where, JsonNode service) {
    if (service.has("image")) {
      image(where, service.path("image"));
    } else if (service.path("extends").has("file")) {
      unclear(where, "", "it takes its image from another file");
    } else if (!service.has("build") && !service.has("extends") && !service.has("provider")) {
      unclear(where, "", "it names no image");
    }
    for (JsonNode volume : service.path("volumes")) {
      if (volume.path("type").asString("").equals("image")) {
        image(where + ", volume", volume.path("source"));
      }
    }
  }

  private void image(String where, JsonNode image) {
    String text = image.asString("");
    if (!image.isString() || text.isEmpty()) {
      unclear(where, text, "what should name its image is no text");
    } else if (text.contains("$")) {
      unclear(where, text, "its image depends on variables");
    } else {
      mentions.add(new Mention.Named(where, text));
    }
  }

  private void unclear(String where, String text, String why) {
    mentions.add(new Mention.Unclear(where, text, why + WHOLE));
  }
}
