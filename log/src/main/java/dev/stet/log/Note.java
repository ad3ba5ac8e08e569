package dev.stet.log;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A text with signatures under it.
 *
 * <p>Source: c2sp.org/signed-note. The text ends in a line feed; an empty line and the lines of the
 * signatures follow. What is signed is the text without the empty line.
 *
 * @param text what is signed
 * @param signatures one or more, in their order
 */
public record Note(String text, List<NoteSignature> signatures) {
  /** The greatest number of signatures that is read. */
  public static final int MAX_SIGNATURES = 100;

  private static final int MAX_BYTES = 1 << 20;

  /** Checks the text and the number of signatures. */
  public Note {
    requireText(text);
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new MalformedException(
          "a note has 1 to " + MAX_SIGNATURES + " signatures, got " + signatures.size());
    }
    signatures = List.copyOf(signatures);
  }

  /** The text, signed. */
  public static Note sign(String text, NoteSigner key) {
    requireText(text);
    return new Note(
        text,
        List.of(NoteSignature.of(key.verifier(), key.sign(text.getBytes(StandardCharsets.UTF_8)))));
  }

  /**
   * Reads a note.
   *
   * @throws MalformedException if it is none
   */
  public static Note parse(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException("a note of " + bytes.length + " bytes is too long");
    }
    String note = Encoding.utf8(bytes, "a note");
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || end + 2 >= note.length() || !note.endsWith("\n")) {
      throw new MalformedException(
          "not a note: wanted a text, an empty line, and lines of signatures that end in line feeds");
    }
    return new Note(note.substring(0, end + 1), NoteSignature.parseLines(note.substring(end + 2)));
  }

  private static void requireText(String text) {
    boolean forbidden = text.chars().anyMatch(c -> c < 0x20 && c != '\n');
    if (!text.endsWith("\n") || forbidden || !Encoding.hasUtf8(text)) {
      throw new MalformedException(
          "the text of a note ends in a line feed and has no other control characters");
    }
  }

  /** The same note with more signatures; one that it bears already is left out. */
  public Note with(NoteSignature... more) {
    Set<NoteSignature> all = new LinkedHashSet<>(signatures);
    all.addAll(List.of(more));
    return new Note(text, List.copyOf(all));
  }

  /**
   * Which of these keys have signed. Lines of other keys are ignored.
   *
   * @throws VerificationException with {@link Check#SIGNATURE} if a line claims to be by one of the
   *     keys and its signature is bad: such a note is not believed at all
   */
  public Set<VerifierKey> verifiedBy(Collection<VerifierKey> keys) {
    Set<VerifierKey> verified = new LinkedHashSet<>();
    for (NoteSignature signature : signatures) {
      for (VerifierKey key : keys) {
        if (key.claimedBy(signature)) {
          requireGood(key, signature);
          verified.add(key);
        }
      }
    }
    return verified;
  }

  /** The line that claims to be by this key. */
  public Optional<NoteSignature> by(VerifierKey key) {
    return signatures.stream().filter(key::claimedBy).findFirst();
  }

  private void requireGood(VerifierKey key, NoteSignature signature) {
    boolean good =
        switch (key.type()) {
          case ED25519 ->
              key.verifies(text.getBytes(StandardCharsets.UTF_8), signature.signature());
          case COSIGNATURE -> Cosignature.time(key, signature, text).isPresent();
        };
    if (!good) {
      throw new VerificationException(
          Check.SIGNATURE, "the signature of " + key.name() + " (key " + key.hash() + ") is bad");
    }
  }

  /** The whole note. */
  public String encoded() {
    return text + "\n" + NoteSignature.lines(signatures);
  }
}
