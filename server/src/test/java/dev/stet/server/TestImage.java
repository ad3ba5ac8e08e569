package dev.stet.server;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small image.
 *
 * @param mediaType what its manifest is pushed as
 * @param manifest the bytes of its manifest
 * @param blobs the bytes of the blobs that the manifest needs
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TestImage(String mediaType, byte[] manifest, List<byte[]> blobs) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String REVISION = "org.opencontainers.image.revision";

  /** An image with one layer, which is the seed. */
  public static TestImage of(String seed) {
    return of(seed, Map.of(), Map.of());
  }

  /** An image that says in an annotation which commit it was built from. */
  public static TestImage annotated(String seed, String commit) {
    return of(seed, Map.of(REVISION, commit), Map.of());
  }

  /** An image that says in a label which commit it was built from. */
  public static TestImage labelled(String seed, String commit) {
    return of(seed, Map.of(), Map.of(REVISION, commit));
  }

  private static TestImage of(
      String seed, Map<String, String> annotations, Map<String, String> labels) {
    byte[] layer = bytes(seed);
    byte[] config = JSON.writeValueAsBytes(Map.of("config", Map.of("Labels", labels)));
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.OCI_IMAGE);
    manifest.put("config", descriptor("application/vnd.oci.image.config.v1+json", config));
    manifest.put("layers", List.of(descriptor("application/vnd.oci.image.layer.v1.tar", layer)));
    manifest.put("annotations", annotations);
    return new TestImage(
        MediaTypes.OCI_IMAGE, JSON.writeValueAsBytes(manifest), List.of(config, layer));
  }

  /** An index over manifests; it needs no blobs. */
  public static TestImage index(TestImage... children) {
    List<Map<String, Object>> manifests =
        List.of(children).stream()
            .map(child -> descriptor(child.mediaType(), child.manifest()))
            .toList();
    byte[] index =
        JSON.writeValueAsBytes(
            Map.of("schemaVersion", 2, "mediaType", MediaTypes.OCI_INDEX, "manifests", manifests));
    return new TestImage(MediaTypes.OCI_INDEX, index, List.of());
  }

  public static Map<String, Object> descriptor(String mediaType, byte[] content) {
    return Map.of(
        "mediaType",
        mediaType,
        "digest",
        Digest.sha256(content).toString(),
        "size",
        content.length);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public Digest digest() {
    return Digest.sha256(manifest);
  }
}
