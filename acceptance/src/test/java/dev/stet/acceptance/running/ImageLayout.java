package dev.stet.acceptance.running;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An OCI image layout that a test fills: what registries hold, in all its forms. */
public final class ImageLayout {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  private final Path folder;
  private final Map<String, byte[]> named = new LinkedHashMap<>();
  private final Map<Digest, byte[]> blobs = new LinkedHashMap<>();
  private final List<String> entries = new ArrayList<>();

  /** A layout in a folder, which is made. */
  public ImageLayout(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  /** The layout as an operand. */
  public String operand() {
    return "oci:" + folder;
  }

  /** The tags, and the manifests that they name. */
  public Map<String, byte[]> named() {
    return Map.copyOf(named);
  }

  /** All content: configs, layers, manifests. */
  public Map<Digest, byte[]> blobs() {
    return Map.copyOf(blobs);
  }

  /** An image whose one layer is a text. */
  public byte[] image(String text) throws IOException {
    return image(text, Digest.Algorithm.SHA256);
  }

  /** The same, its blobs named by digests of one kind. */
  public byte[] image(String text, Digest.Algorithm algorithm) throws IOException {
    return manifest(
        MediaTypes.OCI_IMAGE,
        descriptor(CONFIG, bytes("{\"architecture\":\"amd64\",\"os\":\"linux\"}"), algorithm),
        descriptor(LAYER, bytes(text), algorithm),
        "");
  }

  /** An image of a commit, as its annotation says. */
  public byte[] imageOf(String commit, String text) throws IOException {
    return manifest(
        MediaTypes.OCI_IMAGE,
        descriptor(CONFIG, bytes("{\"os\":\"linux\"}"), Digest.Algorithm.SHA256),
        descriptor(LAYER, bytes(text), Digest.Algorithm.SHA256),
        ",\"annotations\":{\"org.opencontainers.image.revision\":\"%s\"}".formatted(commit));
  }

  /** An image in the format that docker pushes. */
  public byte[] dockerImage(String text) throws IOException {
    return manifest(
        MediaTypes.DOCKER_IMAGE,
        descriptor(
            "application/vnd.docker.container.image.v1+json",
            bytes("{\"os\":\"linux\"}"),
            Digest.Algorithm.SHA256),
        descriptor(
            "application/vnd.docker.image.rootfs.diff.tar.gzip",
            bytes(text),
            Digest.Algorithm.SHA256),
        "");
  }

  /** An image with a layer that lies elsewhere. */
  public byte[] imageWithForeignLayer(String text) throws IOException {
    return manifest(
        MediaTypes.DOCKER_IMAGE,
        descriptor(
            "application/vnd.docker.container.image.v1+json",
            bytes("{\"os\":\"windows\"}"),
            Digest.Algorithm.SHA256),
        """
        {"mediaType":"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip","size":%d,
        "digest":"%s","urls":["https://layers.example/%s"]}"""
            .formatted(text.length(), Digest.sha256(bytes(text)), text),
        "");
  }

  /** Something that is no image, such as a chart. */
  public byte[] artifact(String text) throws IOException {
    return manifest(
        MediaTypes.OCI_IMAGE,
        descriptor(
            "application/vnd.cncf.helm.config.v1+json", bytes("{}"), Digest.Algorithm.SHA256),
        descriptor("application/vnd.cncf.helm.chart", bytes(text), Digest.Algorithm.SHA256),
        "");
  }

  /** Something about another manifest, such as a signature. */
  public byte[] about(byte[] subject, String text) throws IOException {
    return manifest(
        MediaTypes.OCI_IMAGE,
        descriptor("application/vnd.oci.empty.v1+json", bytes("{}"), Digest.Algorithm.SHA256),
        descriptor("application/json", bytes(text), Digest.Algorithm.SHA256),
        ",\"artifactType\":\"application/x-signature\",\"subject\":"
            + descriptor(MediaTypes.OCI_IMAGE, subject, Digest.Algorithm.SHA256));
  }

  /** An index of manifests. */
  public byte[] index(byte[]... manifests) throws IOException {
    List<String> children = new ArrayList<>();
    for (byte[] manifest : manifests) {
      children.add(descriptor(MediaTypes.OCI_IMAGE, manifest, Digest.Algorithm.SHA256));
    }
    return keep(
        bytes(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(MediaTypes.OCI_INDEX, String.join(",", children))),
        Digest.Algorithm.SHA256);
  }

  /** Lists a manifest without a name. */
  public ImageLayout list(byte[] manifest, String mediaType) throws IOException {
    entries.add(descriptor(mediaType, manifest, Digest.Algorithm.SHA256));
    return name(manifest, mediaType);
  }

  /** Gives a manifest names. */
  public ImageLayout name(byte[] manifest, String mediaType, String... tags) throws IOException {
    for (String tag : tags) {
      named.put(tag, manifest);
      entries.add(
          descriptor(mediaType, manifest, Digest.Algorithm.SHA256)
              .replace(
                  "}",
                  ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + tag + "\"}}"));
    }
    Files.writeString(
        folder.resolve("index.json"),
        entries.stream()
            .collect(Collectors.joining(",", "{\"schemaVersion\":2,\"manifests\":[", "]}")));
    return this;
  }

  private byte[] manifest(String mediaType, String config, String layer, String more)
      throws IOException {
    return keep(
        bytes(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
                .formatted(mediaType, config, layer, more)),
        Digest.Algorithm.SHA256);
  }

  private String descriptor(String mediaType, byte[] content, Digest.Algorithm algorithm)
      throws IOException {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, Digest.of(algorithm, keep(content, algorithm)), content.length);
  }

  private byte[] keep(byte[] content, Digest.Algorithm algorithm) throws IOException {
    Digest digest = Digest.of(algorithm, content);
    Path file = folder.resolve("blobs").resolve(algorithm.prefix()).resolve(digest.hex());
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, content);
    blobs.put(digest, content);
    return Arrays.copyOf(content, content.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
