package dev.stet.oci;

import static dev.stet.oci.MalformedException.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads one manifest from its JSON; used once. */
final class ManifestReader {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final JsonNode root;

  ManifestReader(byte[] bytes) {
    this.root = parse(bytes);
  }

  private static JsonNode parse(byte[] bytes) {
    JsonNode node;
    try {
      node = JSON.readValue(bytes);
    } catch (JacksonException e) {
      throw invalid("it is not JSON: " + firstLine(e.getOriginalMessage()));
    }
    if (!node.isObject()) {
      throw invalid("it is not a JSON object");
    }
    return node;
  }

  Manifest read(String contentType) {
    JsonNode version = root.path("schemaVersion");
    if (!version.isIntegralNumber() || !version.canConvertToInt() || version.intValue() != 2) {
      String got = version.isMissingNode() ? "missing" : show(version.toString());
      throw invalid("schemaVersion is " + got + ", wanted 2");
    }
    String mediaType = mediaType(contentType);
    boolean index = MediaTypes.isIndex(mediaType);
    refuseBoth(index);
    return new Manifest(
        mediaType,
        text("artifactType"),
        index ? Optional.empty() : Optional.of(descriptor(root.path("config"), "config")),
        index ? List.of() : descriptors("layers"),
        index ? descriptors("manifests") : List.of(),
        root.hasNonNull("subject")
            ? Optional.of(descriptor(root.path("subject"), "subject"))
            : Optional.empty(),
        annotations());
  }

  /** The one media type that header and body agree on. */
  private String mediaType(String contentType) {
    Optional<String> inBody = text("mediaType");
    if (inBody.isPresent() && !contentType.isEmpty() && !inBody.get().equals(contentType)) {
      throw invalid(
          "its mediaType is " + show(inBody.get()) + ", the Content-Type is " + show(contentType));
    }
    String mediaType = inBody.orElse(contentType.isEmpty() ? guess() : contentType);
    if (!MediaTypes.MANIFESTS.contains(mediaType)) {
      throw invalid(
          "its media type "
              + show(mediaType)
              + " is none of "
              + String.join(", ", MediaTypes.MANIFESTS.stream().sorted().toList()));
    }
    return mediaType;
  }

  /**
   * A client could take such a body for the one or the other. Source: image-spec, CVE-2021-41190.
   */
  private void refuseBoth(boolean index) {
    for (String field : index ? List.of("config", "layers") : List.of("manifests")) {
      if (root.hasNonNull(field)) {
        throw invalid(
            "it is "
                + (index ? "an index" : "an image")
                + " and has "
                + field
                + ", so it could be taken for both an image and an index");
      }
    }
  }

  private String guess() {
    return root.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_IMAGE;
  }

  private Optional<String> text(String field) {
    JsonNode node = root.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isString()) {
      throw invalid(field + " is not a string");
    }
    return node.stringValue().isEmpty() ? Optional.empty() : Optional.of(node.stringValue());
  }

  private List<Descriptor> descriptors(String field) {
    JsonNode array = root.path(field);
    if (array.isMissingNode() || array.isNull()) {
      return List.of();
    }
    if (!array.isArray()) {
      throw invalid(field + " is not an array");
    }
    List<Descriptor> descriptors = new ArrayList<>(array.size());
    for (JsonNode node : array) {
      descriptors.add(descriptor(node, field + "[" + descriptors.size() + "]"));
    }
    return descriptors;
  }

  private static Descriptor descriptor(JsonNode node, String where) {
    JsonNode mediaType = node.path("mediaType");
    JsonNode digest = node.path("digest");
    JsonNode size = node.path("size");
    if (!mediaType.isString() || !digest.isString() || !size.canConvertToLong()) {
      throw invalid(where + " needs a mediaType, a digest and a size");
    }
    if (size.longValue() < 0) {
      throw invalid(where + ".size is negative");
    }
    try {
      return new Descriptor(
          mediaType.stringValue(),
          Digest.parse(digest.stringValue()),
          size.longValue(),
          !node.path("urls").isEmpty());
    } catch (MalformedException e) {
      throw invalid(where + ": " + e.getMessage());
    }
  }

  private Map<String, String> annotations() {
    JsonNode node = root.path("annotations");
    if (node.isMissingNode() || node.isNull()) {
      return Map.of();
    }
    if (!node.isObject()) {
      throw invalid("annotations is not an object");
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isString()) {
        throw invalid("annotation " + show(entry.getKey()) + " is not a string");
      }
      annotations.put(entry.getKey(), entry.getValue().stringValue());
    }
    return annotations;
  }

  private static MalformedException invalid(String why) {
    return new MalformedException(
        OciErrorCode.MANIFEST_INVALID, "the manifest was not understood because " + why);
  }

  /** The JSON library puts what it found into its message, and then where. */
  private static String firstLine(String message) {
    return show(message.lines().findFirst().orElse(""));
  }
}
