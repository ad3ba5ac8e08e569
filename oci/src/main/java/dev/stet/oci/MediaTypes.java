package dev.stet.oci;

import java.util.Locale;
import java.util.Set;

/** The media types that Stet has to tell apart. Source: image-spec, "Media Types"; Docker v2.2. */
public final class MediaTypes {
  /** An OCI image manifest. */
  public static final String OCI_IMAGE = "application/vnd.oci.image.manifest.v1+json";

  /** An OCI image index. */
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  /** A Docker image manifest, version 2, schema 2. */
  public static final String DOCKER_IMAGE = "application/vnd.docker.distribution.manifest.v2+json";

  /** A Docker manifest list. */
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** The configuration of an OCI image. */
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

  /** The configuration of a Docker image. */
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

  /** The configuration of a BuildKit cache, as the config of a manifest or an entry of an index. */
  public static final String BUILD_CACHE = "application/vnd.buildkit.cacheconfig.v0";

  /** The manifests that may be pushed. */
  public static final Set<String> MANIFESTS =
      Set.of(OCI_IMAGE, OCI_INDEX, DOCKER_IMAGE, DOCKER_LIST);

  /** What old tools call a part of an image; Docker's engine takes it for the part it should be. */
  private static final Set<String> VAGUE =
      Set.of("", "application/octet-stream", "application/json", "text/html");

  private MediaTypes() {}

  /** Whether a manifest of the type lists other manifests. */
  public static boolean isIndex(String mediaType) {
    return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
  }

  /** Whether an engine takes a configuration of the type for that of an image. */
  public static boolean isImageConfig(String mediaType) {
    String type = mediaType.toLowerCase(Locale.ROOT);
    return type.equals(OCI_CONFIG) || type.equals(DOCKER_CONFIG) || VAGUE.contains(type);
  }

  /** Whether an engine makes a file system of a layer of the type. */
  public static boolean isImageLayer(String mediaType) {
    String type = mediaType.toLowerCase(Locale.ROOT);
    return type.startsWith("application/vnd.oci.image.")
        || type.startsWith("application/vnd.docker.")
        || VAGUE.contains(type);
  }

  /** The media type of a {@code Content-Type} header: lower case, without its parameters. */
  public static String withoutParameters(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
