package dev.stet.server.cosigning;

import dev.stet.log.Checkpoint;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.NoteSignature;
import dev.stet.log.Proofs;
import dev.stet.log.VerifierKey;
import dev.stet.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What partners make one think of the log: that it is the only one and the newest, that there may
 * be another history of it, or that there is one. Safe for use by many threads.
 */
final class Doubts {
  private static final Logger LOG = LoggerFactory.getLogger(Doubts.class);

  private final Rounds.Needs needs;

  /** So that what is told last is also what is noted last. */
  private final ReentrantLock telling = new ReentrantLock();

  private boolean confirmed; // guarded by this
  private boolean suspected; // since the last confirmation; guarded by this
  private Optional<Note> evidence = Optional.empty(); // guarded by this

  /** The outside partners that knew nothing of the log when they were asked first. */
  private final Set<VerifierKey> forgetful = new HashSet<>(); // guarded by this

  Doubts(Rounds.Needs needs) {
    this.needs = needs;
  }

  /** A partner signed; whether it knew the log before it was asked. */
  synchronized void signed(Partner partner, boolean remembered) {
    if (partner.outside() && !remembered) {
      forgetful.add(partner.key());
    }
  }

  /** Whether the others are enough without those that would have signed an older state as well. */
  private synchronized boolean isRemembered(Note note) {
    List<NoteSignature> lines = new ArrayList<>(note.signatures());
    forgetful.forEach(key -> note.by(key).ifPresent(lines::remove));
    Note rest = new Note(note.text(), lines);
    return needs.quorum().isMet(rest) && hasOutside(rest);
  }

  private boolean hasOutside(Note note) {
    return needs.partners().stream().anyMatch(it -> it.outside() && note.by(it.key()).isPresent());
  }

  /**
   * Whether a signature says that nothing was lost: after a suspicion each outside partner can say
   * so; after the start it takes the quorum, because one alone may have been away for a while. What
   * the signatures of those are worth that knew nothing before is for the standing to say.
   *
   * @param note the checkpoint with all signatures
   * @param enough whether those are a quorum
   */
  synchronized boolean areEndedBy(Partner partner, Note note, boolean enough) {
    if (confirmed) {
      return suspected && partner.outside();
    }
    return enough && hasOutside(note);
  }

  /**
   * Says that a partner has ended them by its signature, unless the log has grown meanwhile.
   *
   * @param note the checkpoint with all signatures
   */
  void end(Partner partner, Checkpoint checkpoint, Note note) {
    boolean remembered = isRemembered(note);
    telling.lock();
    try {
      if (needs.standing().confirmed(checkpoint, partner.name(), remembered)) {
        LOG.info("{} confirms the log at size {}", partner.name(), checkpoint.size());
        confirmed();
      }
    } finally {
      telling.unlock();
    }
  }

  private synchronized void confirmed() {
    confirmed = true;
    suspected = false;
  }

  /** A partner says that there is another history. Nothing that is wrong here hides that. */
  void suspect(Partner partner, String why) {
    String reason = partner.name() + " says that there is another history of this log: " + why;
    telling.lock();
    try {
      if (!needs.goOnWhenSuspected()) {
        needs.standing().suspicion(reason);
      }
      Optional<String> damage = damage();
      LOG.error("{}{}. It is not asked any more", reason, damage.orElse(""));
      damage.ifPresent(it -> needs.standing().suspicion(reason + it));
      suspected(); // now, and not before it was told, others can take it back
    } finally {
      telling.unlock();
    }
  }

  /** What is wrong with the right edge of the log here. */
  private Optional<String> damage() {
    try {
      Checkpoint head = needs.log().checkpoint();
      return Proofs.root(head.size(), needs.log()).equals(head.root())
          ? Optional.empty()
          : Optional.of("; and the tiles here do not lead to the root of the head");
    } catch (MalformedException | StoreException e) {
      return Optional.of("; and the tiles here cannot be read: " + e.getMessage());
    }
  }

  private synchronized void suspected() {
    suspected = true;
  }

  /** A partner shows another history. */
  void show(Partner partner, Outcome.Evident evident) {
    String reason = evident.why() + ", as " + partner.name() + " shows";
    LOG.error("This is not the newest or not the only history of the log: {}", reason);
    synchronized (this) {
      evidence = Optional.of(evident.shown());
    }
    needs.standing().evidence(reason, evident.shown());
  }

  /** Whether a checkpoint is known that is none of ours; one that was lost may have come back. */
  boolean areProven() {
    Optional<Note> shown;
    synchronized (this) {
      shown = evidence;
    }
    boolean still = shown.filter(this::isNotOurs).isPresent();
    if (shown.isPresent() && !still) {
      LOG.info("What was missing of the log came back; cosigning goes on");
      synchronized (this) {
        evidence = Optional.empty();
      }
    }
    return still;
  }

  private boolean isNotOurs(Note shown) {
    try {
      return Asking.evident(needs.log(), shown).isPresent();
    } catch (MalformedException | StoreException e) {
      LOG.error("Whether what was missing of the log came back cannot be seen", e);
      return true;
    }
  }
}
