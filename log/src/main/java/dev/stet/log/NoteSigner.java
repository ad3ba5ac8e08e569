package dev.stet.log;

/**
 * Signs notes. {@link SigningKey} does it with the JDK; another implementation must give the same
 * bytes, which is easily checked, because Ed25519 gives one signature for one message.
 */
public interface NoteSigner {
  /** The public half of the key. */
  VerifierKey verifier();

  /** The 64 bytes of the Ed25519 signature over the message. */
  byte[] sign(byte[] message);
}
