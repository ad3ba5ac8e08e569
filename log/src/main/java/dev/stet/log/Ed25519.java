package dev.stet.log;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 of the JDK, with keys as the 32 bytes that they are. Source: RFC 8032, RFC 8410. */
final class Ed25519 {
  static final int KEY = 32;
  static final int SIGNATURE = 64;

  private static final String NAME = "Ed25519";
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private Ed25519() {}

  static PublicKey publicKey(byte[] raw) {
    try {
      return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(joined(SPKI, raw)));
    } catch (GeneralSecurityException e) {
      throw new MalformedException("not an Ed25519 public key");
    }
  }

  static PrivateKey privateKey(byte[] seed) {
    try {
      return KeyFactory.getInstance(NAME)
          .generatePrivate(new PKCS8EncodedKeySpec(joined(PKCS8, seed)));
    } catch (GeneralSecurityException e) {
      throw new MalformedException("not an Ed25519 private key");
    }
  }

  /** The public key that belongs to a seed. */
  static byte[] publicOf(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
      generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
      byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
      return Arrays.copyOfRange(encoded, SPKI.length, encoded.length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + NAME, e);
    }
  }

  static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(NAME);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  /** Whether the signature is good; one that is malformed is not. */
  static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(NAME);
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot verify", e);
    }
  }

  private static byte[] joined(byte[] head, byte[] key) {
    byte[] joined = Arrays.copyOf(head, head.length + key.length);
    System.arraycopy(key, 0, joined, head.length, key.length);
    return joined;
  }

  /** Gives the seed where the key generator asks for randomness. */
  private static final class Seed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
