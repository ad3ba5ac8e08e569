package dev.stet.cli.copy;

import dev.stet.oci.Digest;
import org.jspecify.annotations.Nullable;

/**
 * An image that was copied.
 *
 * @param reference the image where it is now, for the next command
 * @param tag its tag there, if it has one
 * @param digest what the tag names there
 * @param kept whether the tag stood for the same source already and was left as it is
 */
record CopiedImage(String reference, @Nullable String tag, String digest, boolean kept) {
  static CopiedImage of(String place, @Nullable String tag, Digest standing, Digest wanted) {
    return new CopiedImage(
        place + (tag == null ? "" : ":" + tag) + "@" + standing,
        tag,
        standing.toString(),
        !standing.equals(wanted));
  }
}
