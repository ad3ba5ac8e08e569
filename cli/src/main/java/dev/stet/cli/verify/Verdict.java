package dev.stet.cli.verify;

import dev.stet.oci.Digest;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of one image.
 *
 * @param where where a file names it; empty for an operand
 * @param image as it was written
 * @param proven what was proven
 * @param doubt why it is not verified, where it is not
 */
record Verdict(
    String where, String image, Status status, Optional<Proven> proven, Optional<Doubt> doubt) {
  /** What can come of an image. */
  enum Status {
    /** Everything holds. */
    VERIFIED,
    /** The log has it, and the quorum has not signed yet. */
    PENDING,
    /** Nothing says whose signature is to be believed. */
    NO_POLICY,
    /** A check failed, or could not be made. */
    FAILED,
    /** It is of a registry that is not meant. */
    SKIPPED;

    /** For people. */
    String words() {
      return this == NO_POLICY ? "no policy for this registry" : toString();
    }

    /** For machines. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Verdict of(Proven proven) {
    Wanted wanted = proven.wanted();
    return new Verdict(
        wanted.where(), wanted.text(), Status.VERIFIED, Optional.of(proven), Optional.empty());
  }

  static Verdict of(String where, String image, Doubt doubt) {
    Status status =
        switch (doubt.check()) {
          case "quorum" -> Status.PENDING;
          case Verification.POLICY -> Status.NO_POLICY;
          default -> Status.FAILED;
        };
    return new Verdict(where, image, status, Optional.empty(), Optional.of(doubt));
  }

  static Verdict skipped(String where, String image) {
    return new Verdict(where, image, Status.SKIPPED, Optional.empty(), Optional.empty());
  }

  boolean isVerified() {
    return status == Status.VERIFIED;
  }

  /** The digest that was proven. */
  Optional<Digest> digest() {
    return proven.map(Proven::digest);
  }
}
