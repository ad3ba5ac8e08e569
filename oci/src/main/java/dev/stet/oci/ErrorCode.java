package dev.stet.oci;

/**
 * A code by which a program can tell one failed request from another.
 *
 * <p>Two closed sets implement it: {@link OciErrorCode}, which the distribution specification
 * fixes, and the codes of Stet's own API. Implementations are enums.
 */
public interface ErrorCode {
  /** The code as it stands in the answer, e.g. {@code MANIFEST_UNKNOWN}. */
  String code();

  /** The HTTP status that usually goes with the code. */
  int status();

  /** A few words that say what the code means, without a full stop. */
  String title();
}
