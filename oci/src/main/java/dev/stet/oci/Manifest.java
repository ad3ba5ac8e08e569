package dev.stet.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Stet reads from a manifest: an image, or an index of images.
 *
 * <p>A manifest is stored and served as the bytes that were pushed; this is a view of them. Unknown
 * fields, configs and layer types are left alone. Source: image-spec, "Image Manifest" and "Image
 * Index"; the Docker formats that they grew from read the same.
 *
 * @param mediaType the media type that it was pushed as
 * @param artifactType what kind of artifact it says it is
 * @param config the configuration of an image; an index has none
 * @param layers the layers of an image, in order
 * @param manifests the children of an index, in order
 * @param subject the manifest that this one is about; it need not exist
 * @param annotations its own annotations
 */
public record Manifest(
    String mediaType,
    Optional<String> artifactType,
    Optional<Descriptor> config,
    List<Descriptor> layers,
    List<Descriptor> manifests,
    Optional<Descriptor> subject,
    Map<String, String> annotations) {

  /** Takes copies of the lists and the map. */
  public Manifest {
    layers = List.copyOf(layers);
    manifests = List.copyOf(manifests);
    annotations = Map.copyOf(annotations);
  }

  /**
   * Reads a manifest.
   *
   * @param bytes the manifest as pushed
   * @param contentType the {@code Content-Type} that it was pushed with, empty if there was none
   * @throws MalformedException with {@link OciErrorCode#MANIFEST_INVALID} if it is not JSON, not of
   *     a known type, of another type than the header says, or a descriptor in it is broken
   */
  public static Manifest parse(byte[] bytes, String contentType) {
    return new ManifestReader(bytes).read(MediaTypes.withoutParameters(contentType));
  }

  /** Whether it lists other manifests. */
  public boolean isIndex() {
    return MediaTypes.isIndex(mediaType);
  }

  /** Whether it is a cache of BuildKit's, which never runs. */
  public boolean isBuildCache() {
    return config.stream().anyMatch(Manifest::describesBuildCache)
        || manifests.stream().anyMatch(Manifest::describesBuildCache);
  }

  private static boolean describesBuildCache(Descriptor descriptor) {
    return descriptor.mediaType().equals(MediaTypes.BUILD_CACHE);
  }

  /**
   * Whether an engine could run it as it is; an index is asked through its children.
   *
   * <p>It has the configuration of an image, and no layers or a layer that is a file system:
   * signatures and attestations of older tools have such a configuration too.
   */
  public boolean isRunnable() {
    return config.filter(it -> MediaTypes.isImageConfig(it.mediaType())).isPresent()
        && (layers.isEmpty()
            || layers.stream().anyMatch(it -> MediaTypes.isImageLayer(it.mediaType())));
  }

  /** The manifests that a repository must hold before it can take this one; not its subject. */
  public List<Descriptor> requiredManifests() {
    return manifests.stream().filter(entry -> !isBlobOfBuildCache(entry)).toList();
  }

  /** The blobs that a repository must hold before it can take this manifest. */
  public List<Descriptor> requiredBlobs() {
    List<Descriptor> blobs = new ArrayList<>(layers);
    config.ifPresent(blobs::add);
    manifests.stream().filter(this::isBlobOfBuildCache).forEach(blobs::add);
    blobs.removeIf(Descriptor::foreign);
    return blobs;
  }

  /** BuildKit lists the layers of its cache as entries of an index. */
  private boolean isBlobOfBuildCache(Descriptor entry) {
    return isBuildCache() && !MediaTypes.MANIFESTS.contains(entry.mediaType());
  }
}
