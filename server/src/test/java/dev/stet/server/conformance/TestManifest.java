package dev.stet.server.conformance;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import dev.stet.server.TestImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A manifest in the making, with fields that usual images do not have. */
final class TestManifest {
  static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String mediaType;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final List<byte[]> blobs = new ArrayList<>();

  private TestManifest(String mediaType) {
    this.mediaType = mediaType;
    fields.put("schemaVersion", 2);
    fields.put("mediaType", mediaType);
  }

  /** An image whose configuration is the empty object and which has one layer, the seed. */
  static TestManifest image(String seed) {
    return new TestManifest(MediaTypes.OCI_IMAGE)
        .config(EMPTY_TYPE, "{}")
        .layers("application/octet-stream", seed);
  }

  /** An index that lists these manifests. */
  static TestManifest index(TestImage... children) {
    return new TestManifest(MediaTypes.OCI_INDEX)
        .with(
            "manifests",
            List.of(children).stream()
                .map(child -> TestImage.descriptor(child.mediaType(), child.manifest()))
                .toList());
  }

  TestManifest config(String type, String content) {
    return with("config", blob(type, content));
  }

  TestManifest layers(String type, String... contents) {
    return with("layers", List.of(contents).stream().map(content -> blob(type, content)).toList());
  }

  private Map<String, Object> blob(String type, String content) {
    blobs.add(TestImage.bytes(content));
    return TestImage.descriptor(type, TestImage.bytes(content));
  }

  /** Says which manifest this one is about. */
  TestManifest about(Digest subject) {
    return with(
        "subject",
        Map.of("mediaType", MediaTypes.OCI_IMAGE, "digest", subject.toString(), "size", 7));
  }

  TestManifest artifactType(String type) {
    return with("artifactType", type);
  }

  TestManifest annotations(Map<String, String> annotations) {
    return with("annotations", annotations);
  }

  TestManifest with(String field, Object value) {
    fields.put(field, value);
    return this;
  }

  TestImage made() {
    return new TestImage(mediaType, JSON.writeValueAsBytes(fields), List.copyOf(blobs));
  }
}
