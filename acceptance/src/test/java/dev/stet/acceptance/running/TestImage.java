package dev.stet.acceptance.running;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The smallest image that every client takes: one layer with one file, {@value #FILE}.
 *
 * @param content what is in the file
 * @param tar the layer, as an engine unpacks it
 * @param layer the layer as it is stored: {@code tar} in gzip
 * @param config the image's configuration
 * @param manifest its manifest, of OCI's media type
 */
@SuppressWarnings("ArrayRecordComponent") // no test changes or compares them
public record TestImage(byte[] content, byte[] tar, byte[] layer, byte[] config, byte[] manifest) {
  /** The file in the layer. */
  public static final String FILE = "word";

  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  /** More than Stet keeps in its database: such a layer becomes a file. */
  public static final int LARGE = 64 * 1024;

  /** So little that the layer lies in the database. */
  public static final int SMALL = 64;

  /** An image that no other is equal to, with a large layer and a small configuration. */
  public static TestImage unique() {
    return uniqueFor("amd64");
  }

  /** The same, for an architecture. */
  public static TestImage uniqueFor(String architecture) {
    return of(UUID.randomUUID().toString(), LARGE, architecture);
  }

  /** An image that no other is equal to, with a small layer and a small configuration. */
  public static TestImage small() {
    return of(UUID.randomUUID().toString(), SMALL);
  }

  /**
   * An image with a text in its file.
   *
   * @param text what makes it differ from others; the same text gives the same image
   * @param size about how many bytes the layer has at least
   */
  public static TestImage of(String text, int size) {
    return of(text, size, "amd64");
  }

  private static TestImage of(String text, int size, String architecture) {
    byte[] noise = new byte[size];
    new Random(text.hashCode()).nextBytes(noise); // gzip makes it no smaller
    byte[] content = bytes(text + HexFormat.of().formatHex(noise));
    byte[] tar = tar(new File(FILE, content));
    byte[] layer = gzip(tar);
    byte[] config =
        bytes(
            """
            {"architecture":"%s","os":"linux","config":{"Cmd":["/%s"]},
            "rootfs":{"type":"layers","diff_ids":["%s"]}}"""
                .formatted(architecture, FILE, Digest.sha256(tar)));
    byte[] manifest =
        bytes(
            """
            {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}"""
                .formatted(
                    MediaTypes.OCI_IMAGE, descriptor(CONFIG, config), descriptor(LAYER, layer)));
    return new TestImage(content, tar, layer, config, manifest);
  }

  /** The digest of its manifest. */
  public Digest digest() {
    return Digest.sha256(manifest);
  }

  /**
   * Writes it as an OCI image layout.
   *
   * @param folder a folder that is not there yet
   * @return the folder
   */
  public Path layout(Path folder) throws IOException {
    return layout(folder, MediaTypes.OCI_IMAGE, manifest, List.of(this));
  }

  /**
   * Writes images for several platforms as an OCI image layout of one index.
   *
   * @param folder a folder that is not there yet
   * @param images images by architecture
   * @return the folder
   */
  public static Path indexLayout(Path folder, Map<String, TestImage> images) throws IOException {
    String entries =
        images.entrySet().stream()
            .map(
                image ->
                    with(
                        descriptor(MediaTypes.OCI_IMAGE, image.getValue().manifest()),
                        "\"platform\":{\"architecture\":\"%s\",\"os\":\"linux\"}"
                            .formatted(image.getKey())))
            .collect(Collectors.joining(","));
    byte[] index =
        bytes(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(MediaTypes.OCI_INDEX, entries));
    return layout(folder, MediaTypes.OCI_INDEX, index, images.values());
  }

  private static Path layout(
      Path folder, String mediaType, byte[] top, Collection<TestImage> images) throws IOException {
    Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    Files.write(blobs.resolve(Digest.sha256(top).hex()), top);
    for (TestImage image : images) {
      for (byte[] blob : List.of(image.layer, image.config, image.manifest)) {
        Files.write(blobs.resolve(Digest.sha256(blob).hex()), blob);
      }
    }
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    String named =
        with(
            descriptor(mediaType, top),
            "\"annotations\":{\"org.opencontainers.image.ref.name\":\"image\"}");
    Files.writeString(
        folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(named));
    return folder;
  }

  /**
   * Writes it as {@code docker save} does.
   *
   * @param reference the name that {@code docker load} gives it
   * @return the file
   */
  public Path archive(Path file, String reference) throws IOException {
    String index =
        "[{\"Config\":\"config.json\",\"RepoTags\":[\"%s\"],\"Layers\":[\"layer.tar\"]}]"
            .formatted(reference);
    return Files.write(
        file,
        tar(
            new File("config.json", config),
            new File("layer.tar", tar),
            new File("manifest.json", bytes(index))));
  }

  /** A folder in which {@code docker build} makes an image with the same content. */
  public Path buildContext(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(FILE), content);
    Files.writeString(
        folder.resolve("Dockerfile"), "FROM scratch\nCOPY " + FILE + " /\nCMD [\"/word\"]\n");
    return folder;
  }

  private static String descriptor(String mediaType, byte[] blob) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, Digest.sha256(blob), blob.length);
  }

  /** A descriptor with one field more. */
  private static String with(String descriptor, String field) {
    return descriptor.replaceFirst("}$", "," + Matcher.quoteReplacement(field) + "}");
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record File(String name, byte[] bytes) {}

  private static byte[] tar(File... files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (File file : files) {
        TarArchiveEntry entry = new TarArchiveEntry(file.name());
        entry.setModTime(0);
        entry.setSize(file.bytes().length);
        tar.putArchiveEntry(entry);
        tar.write(file.bytes());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
