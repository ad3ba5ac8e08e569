package dev.stet.registry.referrers;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The descriptor of a referrer. Source: distribution-spec, "Listing Referrers".
 *
 * @param mediaType the media type of its manifest
 * @param size the length of its manifest in bytes
 * @param digest the digest of its manifest
 * @param artifactType what its manifest says it is, else the type of its configuration
 * @param annotations all annotations of its manifest
 */
record Referrer(
    String mediaType,
    long size,
    String digest,
    @Nullable String artifactType,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> annotations) {

  static Referrer of(Digest digest, byte[] bytes, Manifest manifest) {
    return new Referrer(
        manifest.mediaType(),
        bytes.length,
        digest.toString(),
        manifest.artifactType().or(() -> manifest.config().map(Descriptor::mediaType)).orElse(null),
        manifest.annotations());
  }
}
