package dev.stet.server.cosigning;

import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.log.Proofs;
import java.util.Optional;
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

  Doubts(Rounds.Needs needs) {
    this.needs = needs;
  }

  /**
   * Whether a signature says that nothing was lost: after a suspicion each outside partner can say
   * so; after the start it takes the quorum, because one alone may have been away for a while.
   *
   * @param note the checkpoint with all signatures
   * @param enough whether those are a quorum
   */
  synchronized boolean areEndedBy(Partner partner, Note note, boolean enough) {
    if (confirmed) {
      return suspected && partner.outside();
    }
    return enough
        && needs.partners().stream().anyMatch(it -> it.outside() && note.by(it.key()).isPresent());
  }

  /** Says that a partner has ended them by its signature, unless the log has grown meanwhile. */
  void end(Partner partner, Checkpoint checkpoint) {
    telling.lock();
    try {
      if (needs.standing().confirmed(checkpoint, partner.name())) {
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

  /** A partner says that there is another history. */
  void suspect(Partner partner, String why) {
    Checkpoint head = needs.log().checkpoint();
    boolean sound = Proofs.root(head.size(), needs.log()).equals(head.root());
    String reason =
        partner.name()
            + " says that there is another history of this log: "
            + why
            + (sound ? "" : "; and the tiles here do not lead to the root of the head");
    LOG.error("{}. It is not asked any more", reason);
    telling.lock();
    try {
      if (!sound || !needs.goOnWhenSuspected()) {
        needs.standing().suspicion(reason);
      }
      suspected(); // now, and not before it was told, others can take it back
    } finally {
      telling.unlock();
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
    boolean still = shown.flatMap(it -> Asking.evident(needs.log(), it)).isPresent();
    if (shown.isPresent() && !still) {
      LOG.info("What was missing of the log came back; cosigning goes on");
      synchronized (this) {
        evidence = Optional.empty();
      }
    }
    return still;
  }
}
