package dev.stet.oci;

/**
 * What a manifest can be asked for by: a tag or a digest.
 *
 * <p>Source: distribution-spec, {@code <reference>}. Whatever contains a colon is a digest,
 * everything else is a tag.
 */
public sealed interface Reference permits TagName, Digest {
  /**
   * Reads a reference.
   *
   * @throws MalformedException if it is neither a tag nor a digest
   */
  static Reference parse(String text) {
    return text.indexOf(':') >= 0 ? Digest.parse(text) : TagName.parse(text);
  }

  /** The reference as it is written. */
  @Override
  String toString();
}
