package dev.stet.auditor.cosigner;

import dev.stet.log.AddCheckpoint;
import dev.stet.log.AddCheckpoint.Answer;
import dev.stet.log.Checkpoint;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.Proofs;
import dev.stet.log.VerificationException;
import dev.stet.log.VerifierKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What every cosigner asks of a checkpoint before it thinks of signing it. */
public final class Admission {
  private Admission() {}

  /** Whether a checkpoint may come to a cosigner. */
  public sealed interface Signed {
    /**
     * It is a checkpoint of a log that is known, and the log has signed it.
     *
     * @param note with the signatures of the log alone
     */
    record ByLog(AddCheckpoint request, Checkpoint checkpoint, Note note) implements Signed {}

    /** It is not, so this is the answer. */
    record Refused(Answer answer) implements Signed {}
  }

  /** Which keys a log of an origin has; none if the log is not known. */
  @FunctionalInterface
  public interface Logs {
    /** The keys, of which one signature is enough. */
    Collection<VerifierKey> keys(String origin);
  }

  /** Reads a request and checks who signed what it is about. */
  public static Signed read(byte[] body, Logs logs) {
    AddCheckpoint request;
    Checkpoint checkpoint;
    try {
      request = AddCheckpoint.parse(body);
      checkpoint = Checkpoint.parse(request.checkpoint().text());
    } catch (MalformedException e) {
      return new Signed.Refused(new AddCheckpoint.BadRequest());
    }
    Collection<VerifierKey> keys = logs.keys(checkpoint.origin());
    if (keys.isEmpty()) {
      return new Signed.Refused(new AddCheckpoint.UnknownLog());
    }
    return signed(request.checkpoint(), keys)
        .<Signed>map(note -> new Signed.ByLog(request, checkpoint, note))
        .orElseGet(() -> new Signed.Refused(new AddCheckpoint.NotSigned()));
  }

  /** A note with the signatures by these keys alone; empty if there is none, or a bad one. */
  public static Optional<Note> signed(Note note, Collection<VerifierKey> keys) {
    try {
      return note.verifiedBy(keys).stream()
          .flatMap(key -> note.by(key).stream())
          .map(line -> new Note(note.text(), List.of(line)))
          .reduce((a, b) -> a.with(b.signatures().getFirst()));
    } catch (VerificationException e) {
      return Optional.empty();
    }
  }

  /**
   * What speaks against a checkpoint beside the last one that was signed.
   *
   * @param last empty if none was signed
   * @return empty if nothing does
   */
  public static Optional<Answer> refusal(Signed.ByLog asked, Optional<Checkpoint> last) {
    AddCheckpoint request = asked.request();
    Checkpoint checkpoint = asked.checkpoint();
    long size = last.map(Checkpoint::size).orElse(0L);
    if (request.oldSize() > checkpoint.size()
        || (request.oldSize() == 0 && !request.consistency().isEmpty())) {
      return Optional.of(new AddCheckpoint.BadRequest());
    }
    if (request.oldSize() != size) {
      return Optional.of(new AddCheckpoint.OtherSize(size));
    }
    return last.isEmpty() || size == 0 || continues(asked, last.get())
        ? Optional.empty()
        : Optional.of(new AddCheckpoint.Inconsistent());
  }

  private static boolean continues(Signed.ByLog asked, Checkpoint last) {
    try {
      Proofs.verifyConsistency(
          last.size(),
          last.root(),
          asked.checkpoint().size(),
          asked.checkpoint().root(),
          asked.request().consistency());
      return true;
    } catch (VerificationException e) {
      return false;
    }
  }
}
