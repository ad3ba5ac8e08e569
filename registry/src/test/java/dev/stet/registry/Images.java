package dev.stet.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Small images, made for tests. */
public final class Images {
  public static final String REVISION = "org.opencontainers.image.revision";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Images() {}

  /** The configuration of an image with labels. */
  public static byte[] config(Map<String, String> labels) {
    return JSON.writeValueAsBytes(Map.of("config", Map.of("Labels", labels)));
  }

  /** An image of these blobs. */
  public static byte[] image(byte[] config, List<byte[]> layers, Map<String, String> annotations) {
    Map<String, Object> manifest = manifest(MediaTypes.OCI_IMAGE, annotations);
    manifest.put("config", descriptor("application/vnd.oci.image.config.v1+json", config));
    manifest.put(
        "layers", layers.stream().map(it -> descriptor("application/octet-stream", it)).toList());
    return JSON.writeValueAsBytes(manifest);
  }

  /** A manifest about another one, which need not be there. */
  public static byte[] referrer(byte[] config, List<byte[]> layers, Digest subject) {
    Map<String, Object> manifest = manifest(MediaTypes.OCI_IMAGE, Map.of());
    manifest.put("artifactType", "application/x-test");
    manifest.put("config", descriptor("application/vnd.oci.empty.v1+json", config));
    manifest.put(
        "layers", layers.stream().map(it -> descriptor("application/octet-stream", it)).toList());
    manifest.put(
        "subject",
        Map.of("mediaType", MediaTypes.OCI_IMAGE, "digest", subject.toString(), "size", 7));
    return JSON.writeValueAsBytes(manifest);
  }

  /** An index of these manifests; one without any needs nothing in its repository. */
  public static byte[] index(List<byte[]> children, Map<String, String> annotations) {
    Map<String, Object> manifest = manifest(MediaTypes.OCI_INDEX, annotations);
    manifest.put(
        "manifests", children.stream().map(it -> descriptor(MediaTypes.OCI_IMAGE, it)).toList());
    return JSON.writeValueAsBytes(manifest);
  }

  private static Map<String, Object> manifest(String type, Map<String, String> annotations) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", type);
    manifest.put("annotations", annotations);
    return manifest;
  }

  private static Map<String, Object> descriptor(String type, byte[] content) {
    return Map.of(
        "mediaType", type, "digest", Digest.sha256(content).toString(), "size", content.length);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
