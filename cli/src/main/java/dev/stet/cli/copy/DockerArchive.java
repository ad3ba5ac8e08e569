package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of a {@code docker save} that holds no OCI layout: a list of images in {@code
 * manifest.json}, each a configuration and layers. Source: image-spec of docker, version 1.2.
 *
 * <p>It has no manifests, so one is written for each image, always the same for the same archive:
 * layers are taken as they are, compressed or not.
 */
final class DockerArchive implements Source {
  static final String FILE = "manifest.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";
  private static final int BUFFER = 64 * 1024;

  private final TarFiles files;
  private final String name;
  private final Map<Digest, String> blobs = new HashMap<>();
  private final List<DownloadedManifest> images = new ArrayList<>();
  private final Map<TagName, DownloadedManifest> tags = new LinkedHashMap<>();

  private DockerArchive(TarFiles files, String name) {
    this.files = files;
    this.name = name;
  }

  /** Reads and hashes all that is in it. */
  static DockerArchive read(TarFiles files, String name) throws IOException {
    DockerArchive archive = new DockerArchive(files, name);
    if (!files.has(FILE)) {
      throw new IOException("it holds no " + FILE + ", so it is not from 'docker save'");
    }
    try (InputStream content = files.open(FILE)) {
      for (JsonNode image : JSON.readTree(content)) {
        archive.add(image);
      }
    } catch (JacksonException e) {
      throw new IOException(FILE + " is not JSON", e);
    }
    return archive;
  }

  private void add(JsonNode image) throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.OCI_IMAGE);
    describe(manifest.putObject("config"), image.path("Config").asString(""), CONFIG_TYPE);
    ArrayNode layers = manifest.putArray("layers");
    for (JsonNode layer : image.path("Layers")) {
      String path = layer.asString("");
      describe(layers.addObject(), path, LAYER_TYPE + compression(path));
    }
    DownloadedManifest made =
        DownloadedManifest.of(
            JSON.writeValueAsBytes(manifest), MediaTypes.OCI_IMAGE, Digest.Algorithm.SHA256);
    images.add(made);
    for (JsonNode repoTag : image.path("RepoTags")) {
      String text = repoTag.asString("");
      String tag = text.substring(text.lastIndexOf(':') + 1);
      if (TagName.isWellFormed(tag)) {
        tags.put(TagName.parse(tag), made);
      }
    }
  }

  private void describe(ObjectNode descriptor, String path, String mediaType) throws IOException {
    Digest digest = hash(path);
    blobs.put(digest, path);
    descriptor.put("mediaType", mediaType);
    descriptor.put("digest", digest.toString());
    descriptor.put("size", files.size(path));
  }

  private Digest hash(String path) throws IOException {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    try (InputStream content = files.open(path)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        hash.update(buffer, 0, read);
      }
    }
    return Digest.ofHash(Digest.Algorithm.SHA256, hash.digest());
  }

  /** How a layer is compressed, by its first bytes. */
  private String compression(String path) throws IOException {
    try (InputStream content = files.open(path)) {
      byte[] start = content.readNBytes(4);
      if (start.length == 4 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b) {
        return "+gzip";
      }
      boolean zstd =
          start.length == 4
              && (start[0] & 0xff) == 0x28
              && (start[1] & 0xff) == 0xb5
              && start[2] == 0x2f
              && (start[3] & 0xff) == 0xfd;
      return zstd ? "+zstd" : "";
    }
  }

  @Override
  public Found manifest(Optional<Reference> reference) {
    if (reference.isEmpty()) {
      if (images.size() != 1) {
        throw Failure.of(ExitCode.USAGE, name + " holds " + images.size() + " images")
            .because("named " + tags.keySet())
            .next("copy them all with --all");
      }
      return new Found(images.getFirst(), tags.keySet().stream().findFirst());
    }
    return byReference(reference.get())
        .map(image -> new Found(image, Optional.empty()))
        .orElseThrow(
            () -> Failure.of(ExitCode.NOT_FOUND, name + " holds no image " + reference.get()));
  }

  private Optional<DownloadedManifest> byReference(Reference reference) {
    return switch (reference) {
      case TagName tag -> Optional.ofNullable(tags.get(tag));
      case Digest digest ->
          images.stream().filter(image -> image.digest().equals(digest)).findFirst();
    };
  }

  @Override
  public InputStream blob(Descriptor blob) throws IOException {
    return files.open(blobs.getOrDefault(blob.digest(), LayoutIndex.path(blob.digest())));
  }

  @Override
  public List<Reference> references() {
    return List.copyOf(tags.keySet());
  }

  @Override
  public Failure failure(IOException cause) {
    return Failure.of(ExitCode.FAILURE, name + " cannot be read")
        .because(String.valueOf(cause.getMessage()))
        .next("make it anew with 'docker save'");
  }

  @Override
  public void close() {
    files.close();
  }
}
