package dev.stet.cli.copy;

import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file {@code index.json} of an OCI layout. Fields that are not understood are kept. Source:
 * image-spec, "Image Layout".
 */
final class LayoutIndex {
  static final String FILE = "index.json";

  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ObjectNode root;

  private LayoutIndex(ObjectNode root) {
    this.root = root;
  }

  /** An image of the layout, with its name where it has one. */
  record Entry(Digest digest, String mediaType, Optional<TagName> name) {}

  static LayoutIndex empty() {
    ObjectNode root = JSON.createObjectNode();
    root.put("schemaVersion", 2);
    root.putArray("manifests");
    return new LayoutIndex(root);
  }

  static LayoutIndex read(LayoutFiles files) throws IOException {
    try (InputStream content = files.open(FILE)) {
      if (JSON.readTree(content) instanceof ObjectNode root
          && root.path("manifests") instanceof ArrayNode) {
        return new LayoutIndex(root);
      }
      throw new FileSystemException(FILE, null, "it lists no manifests");
    } catch (JacksonException e) {
      throw new FileSystemException(FILE, null, "it is not JSON");
    }
  }

  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode node : root.path("manifests")) {
      String name = node.path("annotations").path(REF_NAME).asString("");
      entries.add(
          new Entry(
              Digest.parse(node.path("digest").asString("")),
              node.path("mediaType").asString(""),
              Optional.of(name).filter(TagName::isWellFormed).map(TagName::parse)));
    }
    return entries;
  }

  /** Names a manifest; a name that another has moves, and a manifest is listed at least once. */
  void put(Descriptor manifest, Optional<TagName> name) {
    ArrayNode manifests = (ArrayNode) root.path("manifests");
    ArrayNode kept = JSON.createArrayNode();
    for (JsonNode node : manifests) {
      boolean sameName =
          name.isPresent()
              && node.path("annotations").path(REF_NAME).asString("").equals(name.get().value());
      boolean sameWithout =
          node.path("digest").asString("").equals(manifest.digest().toString())
              && !node.path("annotations").has(REF_NAME);
      if (!sameName && !sameWithout) {
        kept.add(node);
      }
    }
    ObjectNode entry = kept.addObject();
    entry.put("mediaType", manifest.mediaType());
    entry.put("digest", manifest.digest().toString());
    entry.put("size", manifest.size());
    name.ifPresent(it -> entry.putObject("annotations").put(REF_NAME, it.value()));
    root.set("manifests", kept);
  }

  byte[] bytes() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
  }

  /** Where a blob lies in a layout. */
  static String path(Digest digest) {
    return "blobs/" + digest.algorithm().prefix() + "/" + digest.hex();
  }
}
