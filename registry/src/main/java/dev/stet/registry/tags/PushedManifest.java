package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import java.util.Optional;

/**
 * A manifest that was pushed, validated and hashed.
 *
 * @param digest its digest, by the algorithm that the client chose
 * @param bytes its bytes as they came; nobody changes the array
 * @param manifest what is in them
 * @param source the commit that the image was built from, where it says
 */
@SuppressWarnings("ArrayRecordComponent") // the digest is the identity
public record PushedManifest(
    Digest digest, byte[] bytes, Manifest manifest, Optional<SourceRevision> source) {}
