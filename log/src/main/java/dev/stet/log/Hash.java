package dev.stet.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A hash of a Merkle tree: 32 bytes of SHA-256.
 *
 * <p>Source: RFC 6962, section 2.1. Leaves and nodes are hashed with different first bytes, so that
 * no node can be shown as a leaf.
 */
public final class Hash {
  /** The number of bytes of a hash. */
  public static final int SIZE = 32;

  /** The root of a tree without entries. */
  public static final Hash EMPTY_ROOT = new Hash(sha256().digest());

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The hash that these bytes are.
   *
   * @throws MalformedException unless there are exactly 32
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new MalformedException("a hash has " + SIZE + " bytes, got " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /** The hash at a position of a row of hashes, e.g. of a tile; counted in hashes. */
  static Hash at(byte[] row, int position) {
    return new Hash(Arrays.copyOfRange(row, position * SIZE, (position + 1) * SIZE));
  }

  /**
   * Reads a hash in base64.
   *
   * @throws MalformedException unless it is the canonical base64 of 32 bytes
   */
  public static Hash parseBase64(String text) {
    return of(Encoding.base64(text, "hash"));
  }

  /** The hash of an entry: SHA-256(0x00 ‖ entry). */
  public static Hash leaf(byte[] entry) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    return new Hash(digest.digest(entry));
  }

  /** The hash over two neighbours: SHA-256(0x01 ‖ left ‖ right). */
  public static Hash node(Hash left, Hash right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left.bytes);
    return new Hash(digest.digest(right.bytes));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The 32 bytes; a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The bytes in base64, as checkpoints and proofs write them. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  void writeTo(byte[] row, int position) {
    System.arraycopy(bytes, 0, row, position * SIZE, SIZE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The bytes in hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
