package dev.stet.server.cosigning;

import dev.stet.log.AddCheckpoint;
import dev.stet.log.Checkpoint;
import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.Proofs;
import dev.stet.log.VerificationException;
import dev.stet.log.VerifierKey;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Asks one cosigner, and remembers the size that it signed last. One caller at a time.
 *
 * <p>At first nothing is known: it is asked with size 0, and says by 409 which size it has. Is that
 * one of ours, it is asked again from there, and its signature says then that it remembers the log.
 * If it has more than was ever committed here, or sees no way from what it has to what it is asked
 * for, then either it errs or this is not the newest state of the log. What it shows to monitors
 * can tell: a checkpoint with a good signature of our key that is not in our history.
 */
final class Asking {
  /** A cosigner that names another size each time is not asked for ever. */
  private static final int ATTEMPTS = 3;

  private final CommittedLog log;
  private final List<VerifierKey> logKeys;
  private final Partner partner;
  private long known;

  /** Whether it signed without knowing anything, so that all it knows comes from this process. */
  private boolean fresh;

  Asking(CommittedLog log, List<VerifierKey> logKeys, Partner partner) {
    this.log = log;
    this.logKeys = logKeys;
    this.partner = partner;
  }

  /** Asks for a signature under a committed checkpoint. */
  Outcome ask(Note note) {
    try {
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (known > checkpoint.size()) {
        return other(known);
      }
      for (int i = 0; i < ATTEMPTS; i++) {
        long asked = known;
        AddCheckpoint.Answer answer = partner.endpoint().addCheckpoint(request(note, checkpoint));
        if (!(answer instanceof AddCheckpoint.OtherSize(long size))) {
          return outcome(answer, note, checkpoint);
        }
        known = size;
        if (size > checkpoint.size()) {
          return other(size);
        }
        if (size == asked) {
          return new Outcome.Failed("it refuses the size " + size + ", and names it");
        }
      }
      return new Outcome.Failed("it names another size each time");
    } catch (IOException e) {
      return new Outcome.Failed("no answer: " + e.getMessage());
    }
  }

  private AddCheckpoint request(Note note, Checkpoint checkpoint) {
    List<Hash> proof =
        known == 0 || known == checkpoint.size()
            ? List.of()
            : Proofs.consistency(known, checkpoint.size(), log);
    return new AddCheckpoint(known, proof, note);
  }

  private Outcome outcome(AddCheckpoint.Answer answer, Note note, Checkpoint checkpoint) {
    return switch (answer) {
      case AddCheckpoint.Cosigned cosigned ->
          cosigned.good(List.of(partner.key()), note.text()).stream()
              .findFirst()
              .<Outcome>map(
                  line -> {
                    fresh |= known == 0;
                    known = checkpoint.size();
                    return new Outcome.Signed(line, !fresh);
                  })
              .orElseGet(() -> new Outcome.Failed("its answer has no good signature of its key"));
      case AddCheckpoint.Inconsistent _ ->
          suspicious("it does not see that the log of size " + checkpoint.size() + " continues it");
      case AddCheckpoint.BadRequest _ -> new Outcome.Failed("it finds the request wrong (400)");
      case AddCheckpoint.NotSigned _ ->
          new Outcome.Failed("it does not know the key of this log (403): give it " + logKeys);
      case AddCheckpoint.UnknownLog _ ->
          new Outcome.Failed("it does not know this log (404): give it " + logKeys);
      case AddCheckpoint.Unexpected it ->
          new Outcome.Failed("it answered " + it.status() + ": " + it.why());
      case AddCheckpoint.OtherSize _ -> throw new IllegalStateException("handled before");
    };
  }

  /** It has more than it is asked for: of what was committed meanwhile, or of something else. */
  private Outcome other(long size) {
    long committed = log.checkpoint().size();
    return size <= committed
        ? new Outcome.Ahead(size)
        : suspicious("it has signed size " + size + ", and here there is " + committed);
  }

  /** Looks at what the cosigner shows to monitors. */
  private Outcome suspicious(String why) {
    try {
      return shown()
          .flatMap(it -> evident(log, it).map(what -> (Outcome) new Outcome.Evident(what, it)))
          .orElseGet(() -> new Outcome.Suspicious(why));
    } catch (MalformedException | StoreException e) {
      return new Outcome.Suspicious(why + "; and the log cannot be read: " + e.getMessage());
    }
  }

  private Optional<Note> shown() {
    try {
      return partner.endpoint().signed(log.checkpoint().origin()).filter(this::isSigned);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What a checkpoint shows that the log has signed; empty if it is one of ours.
   *
   * @throws MalformedException if a tile of ours that could tell is damaged
   * @throws StoreException if one cannot be read
   */
  static Optional<String> evident(CommittedLog log, Note shown) {
    Checkpoint theirs = Checkpoint.parse(shown.text());
    long ours = log.checkpoint().size();
    if (theirs.size() > ours) {
      return Optional.of(
          "the log has signed size " + theirs.size() + ", and here there is " + ours);
    }
    return Proofs.root(theirs.size(), log).equals(theirs.root())
        ? Optional.empty()
        : Optional.of("the log has signed another tree of size " + theirs.size());
  }

  private boolean isSigned(Note note) {
    try {
      return !note.verifiedBy(logKeys).isEmpty()
          && Checkpoint.parse(note.text()).origin().equals(log.checkpoint().origin());
    } catch (VerificationException | MalformedException e) {
      return false;
    }
  }
}
