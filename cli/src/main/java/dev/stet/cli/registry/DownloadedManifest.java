package dev.stet.cli.registry;

import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;

/**
 * A manifest as it was stored, byte for byte.
 *
 * @param mediaType its media type
 * @param digest the digest of the bytes
 * @param bytes the bytes; not to be changed
 * @param manifest what they say
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DownloadedManifest(String mediaType, Digest digest, byte[] bytes, Manifest manifest) {

  /**
   * Reads a manifest.
   *
   * @throws dev.stet.oci.MalformedException if it is none
   */
  public static DownloadedManifest of(
      byte[] bytes, String contentType, Digest.Algorithm algorithm) {
    Manifest manifest = Manifest.parse(bytes, contentType);
    return new DownloadedManifest(
        manifest.mediaType(), Digest.of(algorithm, bytes), bytes, manifest);
  }
}
