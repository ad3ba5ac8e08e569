package dev.stet.registry.log;

import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.log.NoteSigner;
import dev.stet.log.VerifierKey;
import java.util.List;

/**
 * The keys that sign the log: one, or two while the key is changed. Safe for use by many threads.
 *
 * @param keys the first is the log's key, as clients know it
 * @param earlier keys that sign no more, and may have signed what is stored
 */
public record LogSigner(List<NoteSigner> keys, List<VerifierKey> earlier) {
  /** Takes copies. */
  public LogSigner {
    keys = List.copyOf(keys);
    earlier = List.copyOf(earlier);
  }

  /** Keys without earlier ones. */
  public LogSigner(List<NoteSigner> keys) {
    this(keys, List.of());
  }

  /** A checkpoint with the signature of each key. */
  Note sign(Checkpoint checkpoint) {
    Note note = Note.sign(checkpoint.text(), keys.getFirst());
    for (NoteSigner key : keys.subList(1, keys.size())) {
      note = note.with(Note.sign(checkpoint.text(), key).signatures().getFirst());
    }
    return note;
  }

  /** The public halves. */
  public List<VerifierKey> verifiers() {
    return keys.stream().map(NoteSigner::verifier).toList();
  }

  /**
   * Whether one of the keys has signed a note.
   *
   * @throws dev.stet.log.VerificationException if it bears a bad signature of one
   */
  boolean signed(Note note) {
    return !note.verifiedBy(verifiers()).isEmpty();
  }

  /** The same, of the earlier keys too. */
  boolean signedOnce(Note note) {
    return signed(note) || !note.verifiedBy(earlier).isEmpty();
  }

  /** Whether every key has signed a note. */
  boolean signedByAll(Note note) {
    return note.verifiedBy(verifiers()).containsAll(verifiers());
  }
}
