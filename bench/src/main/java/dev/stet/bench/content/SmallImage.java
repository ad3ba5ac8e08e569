package dev.stet.bench.content;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * An image of one layer of 4 KiB, a config and a manifest. Its number decides its content, and
 * images of different numbers share nothing. Immutable.
 */
public final class SmallImage {
  private static final int LAYER_LENGTH = 4096;

  private final byte[] layer = new byte[LAYER_LENGTH];
  private final byte[] config;
  private final byte[] manifest;
  private final Digest layerDigest;
  private final Digest configDigest;
  private final Digest manifestDigest;

  /** Makes the image of that number. */
  public SmallImage(long number) {
    new SplittableRandom(number).nextBytes(layer);
    layerDigest = Digest.sha256(layer);
    config = configOf(number, layerDigest);
    configDigest = Digest.sha256(config);
    manifest = manifestOf(number);
    manifestDigest = Digest.sha256(manifest);
  }

  private static byte[] configOf(long number, Digest layer) {
    return """
        {"architecture":"amd64","os":"linux","config":{"Labels":{"number":"%d"}},\
        "rootfs":{"type":"layers","diff_ids":["%s"]}}"""
        .formatted(number, layer)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A manifest of this image's layer and config that differs from its own, and from those of other
   * numbers, by an annotation.
   */
  public byte[] manifestOf(long number) {
    String text =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaTypes.OCI_IMAGE
            + "\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
            + configDigest
            + "\",\"size\":"
            + config.length
            + "},\"layers\":[{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\""
            + layerDigest
            + "\",\"size\":"
            + LAYER_LENGTH
            + "}],\"annotations\":{\"dev.stet.bench.number\":\""
            + number
            + "\"}}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes of the layer; not a copy. */
  public byte[] layer() {
    return layer;
  }

  /** The digest of the layer. */
  public Digest layerDigest() {
    return layerDigest;
  }

  /** The bytes of the config; not a copy. */
  public byte[] config() {
    return config;
  }

  /** The digest of the config. */
  public Digest configDigest() {
    return configDigest;
  }

  /** The bytes of the manifest; not a copy. */
  public byte[] manifest() {
    return manifest;
  }

  /** The digest of the manifest. */
  public Digest manifestDigest() {
    return manifestDigest;
  }
}
