package dev.stet.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One line under a note: who signed, with which key, and the signature, of whatever type. Nothing
 * is known of it before it was verified. Two are equal if their lines are.
 */
public final class NoteSignature {
  private static final String DASH = "— ";

  private final String name;
  private final int keyId;
  private final byte[] signature;

  /**
   * A line.
   *
   * @param name the name of the key
   * @param keyId the first four bytes of the hash of the key
   * @param signature what follows; its form depends on the type of the key
   */
  public NoteSignature(String name, int keyId, byte[] signature) {
    VerifierKey.requireName(name);
    this.name = name;
    this.keyId = keyId;
    this.signature = signature.clone();
  }

  static NoteSignature of(VerifierKey key, byte[] signature) {
    return new NoteSignature(key.name(), key.id(), signature);
  }

  /**
   * Reads a line, without its line feed.
   *
   * @throws MalformedException if it is none
   */
  public static NoteSignature parse(String line) {
    int space = line.indexOf(' ', DASH.length());
    if (!line.startsWith(DASH) || space < 0) {
      throw new MalformedException("not the line of a signature: " + MalformedException.show(line));
    }
    byte[] bytes = Encoding.base64(line.substring(space + 1), "signature");
    if (bytes.length <= Integer.BYTES) {
      throw new MalformedException("a signature of " + bytes.length + " bytes is too short");
    }
    return new NoteSignature(
        line.substring(DASH.length(), space),
        ByteBuffer.wrap(bytes).getInt(),
        Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
  }

  /**
   * Reads lines, of which each ends in a line feed; no more than a note may have, and one.
   *
   * @throws MalformedException if one is none
   */
  static List<NoteSignature> parseLines(String lines) {
    List<NoteSignature> signatures = new ArrayList<>();
    // The last line feed ends the last line, and begins no other.
    for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
      signatures.add(parse(line));
      if (signatures.size() > Note.MAX_SIGNATURES) {
        break; // refused by whoever wants them
      }
    }
    return signatures;
  }

  /** Writes what {@link #parseLines} reads. */
  static String lines(List<NoteSignature> signatures) {
    return signatures.stream().map(it -> it.line() + "\n").collect(Collectors.joining());
  }

  /** The line, without its line feed. */
  public String line() {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(keyId).put(signature).array();
    return DASH + name + " " + Base64.getEncoder().encodeToString(bytes);
  }

  /** The name of the key. */
  public String name() {
    return name;
  }

  /** The first four bytes of the hash of the key. */
  public int keyId() {
    return keyId;
  }

  /** The signature, in the form of the type of the key; a copy. */
  public byte[] signature() {
    return signature.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that && line().equals(that.line());
  }

  @Override
  public int hashCode() {
    return line().hashCode();
  }

  @Override
  public String toString() {
    return line();
  }
}
