package dev.stet.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The signature of somebody else under a checkpoint, with the time: of all trees of this log that I
 * knew then, which are all consistent, this was the largest. A key may stand for more; whoever
 * holds it publishes what.
 *
 * <p>Source: c2sp.org/tlog-cosignature. The line carries the seconds since 1970 in eight bytes,
 * then the signature.
 */
public final class Cosignature {
  private Cosignature() {}

  /**
   * Signs a checkpoint.
   *
   * @param key of type {@link KeyType#COSIGNATURE}
   * @param seconds since 1970
   */
  public static NoteSignature sign(SigningKey key, String checkpoint, long seconds) {
    if (key.verifier().type() != KeyType.COSIGNATURE || seconds < 0) {
      throw new IllegalArgumentException("cannot cosign with " + key + " at " + seconds);
    }
    byte[] signature = key.sign(message(checkpoint, seconds));
    return NoteSignature.of(
        key.verifier(),
        ByteBuffer.allocate(Long.BYTES + signature.length).putLong(seconds).put(signature).array());
  }

  /**
   * When the checkpoint was signed, in seconds since 1970.
   *
   * @return empty if the signature is not a good one by this key
   */
  public static OptionalLong time(VerifierKey key, NoteSignature signature, String checkpoint) {
    byte[] bytes = signature.signature();
    if (key.type() != KeyType.COSIGNATURE
        || !key.claimedBy(signature)
        || bytes.length != Long.BYTES + Ed25519.SIGNATURE) {
      return OptionalLong.empty();
    }
    long seconds = ByteBuffer.wrap(bytes).getLong();
    boolean good =
        seconds >= 0
            && key.verifies(
                message(checkpoint, seconds), Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
    return good ? OptionalLong.of(seconds) : OptionalLong.empty();
  }

  /** The time in a line that was verified already, in seconds since 1970. */
  static long seconds(NoteSignature verified) {
    return ByteBuffer.wrap(verified.signature()).getLong();
  }

  private static byte[] message(String checkpoint, long seconds) {
    return ("cosignature/v1\ntime " + seconds + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
  }
}
