package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

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
    Digest digest, byte[] bytes, Manifest manifest, Optional<SourceRevision> source) {
  /** Whether this is the digest of its bytes, by whatever algorithm: then it is the same image. */
  boolean is(Digest other) {
    return digest.equals(other)
        || (digest.algorithm() != other.algorithm()
            && Digest.of(other.algorithm(), bytes).equals(other));
  }

  /** All digests of its bytes. */
  Stream<Digest> digests() {
    return Arrays.stream(Digest.Algorithm.values()).map(it -> Digest.of(it, bytes));
  }

  /** The same bytes under another digest of theirs. */
  PushedManifest under(Digest other) {
    return new PushedManifest(other, bytes, manifest, source);
  }
}
