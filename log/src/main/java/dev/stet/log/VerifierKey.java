package dev.stet.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * The public half of a key that signs notes, with the name of who signs. Two are equal if their
 * names, types and keys are.
 *
 * <p>Written {@code name+hash+key}: 8 hexadecimal digits of the key's ID, and the base64 of type
 * and public key. Source: c2sp.org/signed-note, "Verifier keys".
 */
public final class VerifierKey {
  private static final int ID_DIGITS = 8;

  private final String name;
  private final KeyType type;
  private final byte[] key;
  private final int id;
  private final PublicKey verifier;

  VerifierKey(String name, KeyType type, byte[] key) {
    requireName(name);
    if (key.length != Ed25519.KEY) {
      throw new MalformedException(
          "the key of " + name + " has " + key.length + " bytes, wanted " + Ed25519.KEY);
    }
    this.name = name;
    this.type = type;
    this.key = key;
    this.id = id(name, type, key);
    this.verifier = Ed25519.publicKey(key);
  }

  /**
   * Reads {@code name+hash+key}.
   *
   * @throws MalformedException if it is not that, of another type than {@link KeyType} has, or if
   *     the hash does not belong to the name and key
   */
  public static VerifierKey parse(String text) {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3 || !parts[1].matches("[0-9a-f]{" + ID_DIGITS + "}")) {
      throw new MalformedException(
          "not a verifier key: "
              + MalformedException.show(text)
              + "; wanted NAME+HASH+KEY, e.g. log.example/a+5bedb1e5+AeKy…");
    }
    byte[] typed = Encoding.base64(parts[2], "the key of " + MalformedException.show(parts[0]));
    if (typed.length == 0) {
      throw new MalformedException("the key of " + MalformedException.show(parts[0]) + " is empty");
    }
    VerifierKey key =
        new VerifierKey(parts[0], KeyType.of(typed[0]), Arrays.copyOfRange(typed, 1, typed.length));
    if (!key.hash().equals(parts[1])) {
      throw new MalformedException(
          "the hash of the verifier key of "
              + key.name
              + " is "
              + key.hash()
              + ", but it says "
              + parts[1]
              + ": was the name or the key changed?");
    }
    return key;
  }

  /** Checks the name of who signs: not empty, no space, no plus. */
  static void requireName(String name) {
    boolean forbidden =
        name.codePoints().anyMatch(c -> c == '+' || c < 0x20 || Encoding.isSpace(c))
            || !Encoding.hasUtf8(name);
    if (name.isEmpty() || forbidden) {
      throw new MalformedException(
          "the name of a key is not empty and has no spaces and no +: "
              + MalformedException.show(name));
    }
  }

  private static int id(String name, KeyType type, byte[] key) {
    MessageDigest digest = Hash.sha256();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(type.code());
    return ByteBuffer.wrap(digest.digest(key)).getInt();
  }

  /** Who signs; the log's origin if a log does. */
  public String name() {
    return name;
  }

  /** The first four bytes of the hash over name, type and key: a hint, not a proof. */
  public int id() {
    return id;
  }

  /** What it signs. */
  public KeyType type() {
    return type;
  }

  /** Whether the signature over the message is good. */
  public boolean verifies(byte[] message, byte[] signature) {
    return Ed25519.verifies(verifier, message, signature);
  }

  /** Whether a line of a note claims to be by this key. */
  boolean claimedBy(NoteSignature signature) {
    return signature.keyId() == id && signature.name().equals(name);
  }

  /** The key without its name and type: two who share it are one. */
  String publicKey() {
    return Base64.getEncoder().encodeToString(key);
  }

  String hash() {
    return "%08x".formatted(id);
  }

  static String typed(KeyType type, byte[] key) {
    byte[] typed = ByteBuffer.allocate(1 + key.length).put(type.code()).put(key).array();
    return Base64.getEncoder().encodeToString(typed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that
        && name.equals(that.name)
        && type == that.type
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** The key as {@code name+hash+key}. */
  @Override
  public String toString() {
    return name + "+" + hash() + "+" + typed(type, key);
  }
}
