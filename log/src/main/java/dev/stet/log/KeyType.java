package dev.stet.log;

/**
 * What a key signs, and how. The other types that C2SP registers are left alone: their lines in a
 * note are unknown, and ignored.
 *
 * <p>Source: c2sp.org/signed-note, "Signatures".
 */
public enum KeyType {
  /** Signs the text of a note. */
  ED25519(0x01),
  /** Signs a checkpoint together with the time: {@link Cosignature}. */
  COSIGNATURE(0x04);

  private final int code;

  KeyType(int code) {
    this.code = code;
  }

  /** The byte before the public key. */
  byte code() {
    return (byte) code;
  }

  static KeyType of(byte code) {
    for (KeyType type : values()) {
      if (type.code() == code) {
        return type;
      }
    }
    throw new MalformedException(
        "keys of type 0x%02x are not supported; wanted 0x01 (Ed25519) or 0x04 (cosignature/v1)"
            .formatted(code));
  }
}
