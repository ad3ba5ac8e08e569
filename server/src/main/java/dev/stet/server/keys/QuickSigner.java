package dev.stet.server.keys;

import dev.stet.log.KeyType;
import dev.stet.log.NoteSigner;
import dev.stet.log.SigningKey;
import dev.stet.log.VerifierKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signs with Bouncy Castle, which takes a fifth of the time that the JDK takes, for the same bytes.
 * The log is signed once in each commit, while all that want to push wait. Safe for use by many
 * threads.
 */
final class QuickSigner implements NoteSigner {
  private final VerifierKey verifier;
  private final byte[] seed;
  private final byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];

  QuickSigner(SigningKey signing) {
    if (signing.verifier().type() != KeyType.ED25519) {
      throw new IllegalArgumentException("not the key of a log: " + signing);
    }
    this.verifier = signing.verifier();
    this.seed = signing.seed();
    Ed25519.generatePublicKey(seed, 0, key, 0);
  }

  @Override
  public VerifierKey verifier() {
    return verifier;
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, key, 0, message, 0, message.length, signature, 0);
    return signature;
  }
}
