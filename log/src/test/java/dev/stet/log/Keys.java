package dev.stet.log;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Keys for tests: the same name gives the same key. */
final class Keys {
  private Keys() {}

  static SigningKey log(String name) {
    return SigningKey.generate(name, KeyType.ED25519, new Named(name));
  }

  static SigningKey cosigner(String name) {
    return SigningKey.generate(name, KeyType.COSIGNATURE, new Named(name));
  }

  /** Not random at all. */
  private static final class Named extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      byte[] hash = Hash.leaf(name.getBytes(StandardCharsets.UTF_8)).bytes();
      System.arraycopy(hash, 0, bytes, 0, bytes.length);
    }
  }
}
