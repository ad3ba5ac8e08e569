package dev.stet.cli.copy;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An OCI layout of a test, with images whose bytes no tool would write in just this way. */
public final class TestLayout {
  private final Path folder;
  private final List<String> listed = new ArrayList<>();

  /** An empty layout in a folder. */
  public TestLayout(Path folder) {
    this.folder = folder;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  private static String descriptor(String mediaType, byte[] content, String more) {
    return "{ \"mediaType\":\"%s\",\n\t\"size\":%d, \"digest\":\"%s\"%s }"
        .formatted(mediaType, content.length, Digest.sha256(content), more);
  }

  private byte[] blob(byte[] content) throws IOException {
    Path file = folder.resolve("blobs/sha256/" + Digest.sha256(content).hex());
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, content);
    return content;
  }

  private static byte[] layer(int seed, int size, ByteArrayOutputStream uncompressed)
      throws IOException {
    byte[] random = new byte[size];
    new Random(seed).nextBytes(random);
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(uncompressed)) {
      TarArchiveEntry entry = new TarArchiveEntry("file-" + seed);
      entry.setSize(size);
      tar.putArchiveEntry(entry);
      tar.write(random);
      tar.closeArchiveEntry();
    }
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(uncompressed.toByteArray());
    }
    return compressed.toByteArray();
  }

  /**
   * Adds an image with two layers.
   *
   * @param seed decides its content
   */
  public byte[] image(int seed, int layerSize) throws IOException {
    List<String> layers = new ArrayList<>();
    List<String> diffIds = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ByteArrayOutputStream uncompressed = new ByteArrayOutputStream();
      byte[] layer = blob(layer(seed * 10 + i, layerSize, uncompressed));
      layers.add(descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer, ""));
      diffIds.add('"' + Digest.sha256(uncompressed.toByteArray()).toString() + '"');
    }
    byte[] config =
        blob(
            bytes(
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                    + String.join(",", diffIds)
                    + "]}}"));
    return blob(
        bytes(
            "{ \"mediaType\": \"%s\",\n\n \"schemaVersion\":2, \"config\": %s, \"layers\":[%s], \"x\":1}\n"
                .formatted(
                    MediaTypes.OCI_IMAGE,
                    descriptor("application/vnd.oci.image.config.v1+json", config, ""),
                    String.join(" , ", layers))));
  }

  /** Adds an index of images. */
  public byte[] index(byte[]... images) throws IOException {
    List<String> children = new ArrayList<>();
    for (byte[] image : images) {
      children.add(
          descriptor(
              MediaTypes.OCI_IMAGE,
              image,
              ",\"platform\":{\"os\":\"linux\",\"architecture\":\"a" + children.size() + "\"}"));
    }
    return blob(
        bytes(
            "{\"schemaVersion\":2,\n \"mediaType\":\"%s\",\n \"manifests\": [%s]}"
                .formatted(MediaTypes.OCI_INDEX, String.join(",", children))));
  }

  /**
   * Adds a manifest about another, as a signature is one.
   *
   * @param about the other
   * @param text what it says
   */
  public byte[] referrer(byte[] about, String text) throws IOException {
    return blob(
        bytes(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"application/x-note\",\"config\":%s,\"layers\":[%s],\"subject\":%s}"
                .formatted(
                    MediaTypes.OCI_IMAGE,
                    descriptor("application/vnd.oci.empty.v1+json", blob(bytes("{}")), ""),
                    descriptor("text/plain", blob(bytes(text)), ""),
                    descriptor(MediaTypes.OCI_IMAGE, about, ""))));
  }

  /** Names a manifest. */
  public TestLayout name(String tag, String mediaType, byte[] manifest) throws IOException {
    return add(
        descriptor(
            mediaType,
            manifest,
            ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + tag + "\"}"));
  }

  /** Lists a manifest without a name. */
  public TestLayout list(String mediaType, byte[] manifest) throws IOException {
    return add(descriptor(mediaType, manifest, ""));
  }

  private TestLayout add(String entry) throws IOException {
    listed.add(entry);
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(
        folder.resolve("index.json"),
        "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", listed) + "]}");
    return this;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
