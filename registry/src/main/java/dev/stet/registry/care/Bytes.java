package dev.stet.registry.care;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** Hashes what is too large for memory. */
final class Bytes {
  private static final int STEP = 256 * 1024;

  private Bytes() {}

  /**
   * The digest of a stream, read to its end.
   *
   * @param progress is told how many bytes were read, again and again
   */
  static Digest digest(Algorithm algorithm, InputStream bytes, LongConsumer progress)
      throws IOException {
    MessageDigest hash = algorithm.newHash();
    byte[] step = new byte[STEP];
    for (int count = bytes.read(step); count >= 0; count = bytes.read(step)) {
      hash.update(step, 0, count);
      progress.accept(count);
    }
    return Digest.ofHash(algorithm, hash.digest());
  }
}
