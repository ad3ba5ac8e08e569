package dev.stet.log;

import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The private half of a key that signs notes.
 *
 * <p>Written {@code PRIVATE+KEY+name+hash+key}, where the key is the base64 of type and seed, as
 * Go's {@code golang.org/x/mod/sumdb/note} writes it.
 */
public final class SigningKey implements NoteSigner {
  private static final String PREFIX = "PRIVATE+KEY+";

  private final byte[] seed;
  private final PrivateKey key;
  private final VerifierKey verifier;

  private SigningKey(String name, KeyType type, byte[] seed) {
    this.seed = seed;
    this.key = Ed25519.privateKey(seed);
    this.verifier = new VerifierKey(name, type, Ed25519.publicOf(seed));
  }

  /** A new key. */
  public static SigningKey generate(String name, KeyType type, SecureRandom random) {
    byte[] seed = new byte[Ed25519.KEY];
    random.nextBytes(seed);
    return new SigningKey(name, type, seed);
  }

  /**
   * Reads {@code PRIVATE+KEY+name+hash+key}. No message shows anything of the key.
   *
   * @throws MalformedException if it is not that
   */
  public static SigningKey parse(String text) {
    String[] parts = text.split("\\+", 5);
    if (parts.length != 5 || !text.startsWith(PREFIX)) {
      throw new MalformedException("not a signing key; wanted PRIVATE+KEY+NAME+HASH+KEY");
    }
    byte[] typed;
    try {
      typed = Encoding.base64(parts[4], "key");
    } catch (MalformedException e) {
      throw new MalformedException("the signing key of " + parts[2] + " is not base64");
    }
    if (typed.length != 1 + Ed25519.KEY) {
      throw new MalformedException("the signing key of " + parts[2] + " has not the right length");
    }
    SigningKey key =
        new SigningKey(parts[2], KeyType.of(typed[0]), Arrays.copyOfRange(typed, 1, typed.length));
    if (!key.verifier.hash().equals(parts[3])) {
      throw new MalformedException(
          "the hash of the signing key of "
              + parts[2]
              + " is "
              + key.verifier.hash()
              + ", but it says "
              + MalformedException.show(parts[3]));
    }
    return key;
  }

  /** The key as {@code PRIVATE+KEY+name+hash+key}: a secret. */
  public String encoded() {
    return PREFIX
        + verifier.name()
        + "+"
        + verifier.hash()
        + "+"
        + VerifierKey.typed(verifier.type(), seed);
  }

  @Override
  public VerifierKey verifier() {
    return verifier;
  }

  /** The 32 bytes that the key is made of: a secret. A copy. */
  public byte[] seed() {
    return seed.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    return Ed25519.sign(key, message);
  }

  /** Whose key it is; nothing of the secret. */
  @Override
  public String toString() {
    return "signing key of " + verifier;
  }
}
