package dev.stet.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest of some bytes, e.g. {@code sha256:e3b0c4…}.
 *
 * <p>Source: image-spec, "Digests". The registered algorithms sha256 and sha512 are supported; a
 * digest of any other is refused, because nobody here could check it. Order is bytewise over the
 * text.
 *
 * @param algorithm how the bytes were hashed
 * @param hex the hash in lower-case hexadecimal
 */
public record Digest(Algorithm algorithm, String hex) implements Reference, Comparable<Digest> {
  /** A registered digest algorithm. */
  public enum Algorithm {
    /** SHA-256; every registry and client knows it. */
    SHA256("sha256", "SHA-256", 64),
    /** SHA-512. */
    SHA512("sha512", "SHA-512", 128);

    private final String prefix;
    private final String javaName;
    private final int hexLength;

    Algorithm(String prefix, String javaName, int hexLength) {
      this.prefix = prefix;
      this.javaName = javaName;
      this.hexLength = hexLength;
    }

    /** The name before the colon, e.g. {@code sha256}. */
    public String prefix() {
      return prefix;
    }

    /** A new hash of this algorithm. */
    public MessageDigest newHash() {
      try {
        return MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this JDK lacks " + javaName, e);
      }
    }
  }

  /** Checks the grammar; see {@link #parse}. */
  public Digest {
    if (hex.length() != algorithm.hexLength || !isLowerHex(hex)) {
      throw malformed(algorithm.prefix + ":" + hex);
    }
  }

  /**
   * Reads a digest.
   *
   * @throws MalformedException with {@link OciErrorCode#DIGEST_INVALID} if it breaks the grammar or
   *     is of an algorithm other than sha256 and sha512
   */
  public static Digest parse(String text) {
    for (Algorithm algorithm : Algorithm.values()) {
      int colon = algorithm.prefix.length();
      if (text.startsWith(algorithm.prefix)
          && text.length() == colon + 1 + algorithm.hexLength
          && text.charAt(colon) == ':'
          && isLowerHex(text.substring(colon + 1))) {
        return new Digest(algorithm, text.substring(colon + 1));
      }
    }
    throw malformed(text);
  }

  /** The digest of the bytes. */
  public static Digest of(Algorithm algorithm, byte[] bytes) {
    return ofHash(algorithm, algorithm.newHash().digest(bytes));
  }

  /** The SHA-256 digest of the bytes. */
  public static Digest sha256(byte[] bytes) {
    return of(Algorithm.SHA256, bytes);
  }

  /** The digest whose hash has been computed already. */
  public static Digest ofHash(Algorithm algorithm, byte[] hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash));
  }

  /** The digest cut for a message: the algorithm and the first 12 digits. */
  public String abbreviated() {
    return algorithm.prefix + ":" + hex.substring(0, 12) + "…";
  }

  private static MalformedException malformed(String text) {
    return new MalformedException(
        OciErrorCode.DIGEST_INVALID,
        "digest "
            + MalformedException.show(text)
            + " is not valid: wanted sha256: and 64, or sha512: and 128, lower-case hexadecimal"
            + " digits");
  }

  private static boolean isLowerHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return algorithm.prefix + ":" + hex;
  }
}
