package dev.stet.server.cosigning;

import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.log.VerifierKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the log cosigned, round after round. Safe for use by many threads.
 *
 * <p>A round takes the newest committed checkpoint and shows it to all partners that are due and
 * not still busy with an earlier one. It ends when they have answered, or when its patience ends:
 * who is slower answers into an earlier round while the others go on, and is in the next round
 * together with them as soon as it has. Signatures are put together by the size of the checkpoint,
 * late ones too, so the quorum advances with the slowest partner that it needs. A partner with an
 * interval is due less often; the others, which sign every round, sign the same checkpoint then.
 *
 * <p>When a partner says that there is another history of the log, and nothing shows that it is
 * right, it is not asked any more, the right edge of the log is hashed anew, and, unless the
 * configuration says otherwise, the log must not grow until another outside partner has confirmed
 * it. When a checkpoint shows it that the log has signed and that is none of ours, all of it ends,
 * unless what is missing here comes back.
 */
public final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final Needs needs;
  private final List<Turn> turns;
  private final Gathered gathered;
  private final Doubts doubts;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean grown; // since the last round began; guarded by lock
  private Instant together =
      Instant.EPOCH; // until when a round waits for the busy; guarded by lock
  private boolean closed; // guarded by lock

  /**
   * What cosigning needs.
   *
   * @param log what is signed
   * @param logKeys the keys that sign it
   * @param partners who is asked
   * @param quorum when enough have signed
   * @param kept where that is kept
   * @param standing who is told what others say of the log
   * @param goOnWhenSuspected whether the log may grow though a partner says that there is another
   *     history of it
   */
  public record Needs(
      CommittedLog log,
      List<VerifierKey> logKeys,
      List<Partner> partners,
      Quorum quorum,
      CosignedCheckpoints kept,
      Standing standing,
      boolean goOnWhenSuspected,
      CosigningObserver observer,
      Timing timing,
      Clock clock) {
    /** Takes copies. */
    public Needs {
      logKeys = List.copyOf(logKeys);
      partners = List.copyOf(partners);
    }
  }

  private Rounds(Needs needs) {
    this.needs = needs;
    this.turns =
        needs.partners().stream()
            .map(it -> new Turn(it, new Asking(needs.log(), needs.logKeys(), it)))
            .toList();
    this.gathered = new Gathered(needs.quorum(), needs.kept(), needs.observer());
    this.doubts = new Doubts(needs);
  }

  /** Begins at once. */
  public static Rounds start(Needs needs) {
    Rounds rounds = new Rounds(needs);
    rounds.threads.execute(rounds::run);
    return rounds;
  }

  /** Says that the log has grown, so that nobody needs to look; never blocks for long. */
  public void grown() {
    lock.lock();
    try {
      grown = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the quorum has signed a checkpoint that covers so many entries, and that is kept.
   *
   * @return false if it has not within that time
   */
  public boolean awaitQuorum(long size, Duration most) throws InterruptedException {
    if (gathered.reached() < size) {
      grown(); // as the caller knows
    }
    return gathered.await(size, most);
  }

  private void run() {
    try {
      while (!isClosed()) {
        try {
          turn();
        } catch (RuntimeException e) {
          if (isClosed()) {
            return; // what was begun then could not be asked any more
          }
          LOG.error("A round of cosigning failed; the next one is tried", e);
          pause(needs.timing().firstRetry());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() has asked for it
    }
  }

  private void turn() throws InterruptedException {
    clearGrown();
    if (doubts.areProven()) {
      pause(needs.timing().poll());
      return;
    }
    awaitTogether();
    Note head = needs.log().head();
    Checkpoint checkpoint = Checkpoint.parse(head.text());
    List<Turn> due = due(head, checkpoint.size());
    if (due.isEmpty()) {
      awaitGrowth();
      return;
    }
    forget(checkpoint.size());
    due.forEach(turn -> threads.execute(() -> ask(turn, head, checkpoint)));
    awaitAnswers(due);
    gathered.keepSet(checkpoint.size());
    pause(needs.timing().gap());
  }

  /** Who is asked in the round that begins now. */
  private List<Turn> due(Note head, long size) {
    lock.lock();
    try {
      Instant now = needs.clock().instant();
      List<Turn> due = turns.stream().filter(it -> it.isDue(size, now, needs.timing())).toList();
      if (!due.isEmpty()) {
        due.forEach(it -> it.begin(size));
        gathered.begin(size, head);
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what was signed before all that anybody is still asked for. */
  private void forget(long size) {
    lock.lock();
    try {
      gathered.forget(
          turns.stream().filter(Turn::isOpen).mapToLong(Turn::asked).min().orElse(size));
    } finally {
      lock.unlock();
    }
  }

  private void ask(Turn turn, Note head, Checkpoint checkpoint) {
    Instant begin = needs.clock().instant();
    Outcome outcome;
    try {
      outcome = turn.asking.ask(head);
    } catch (RuntimeException e) {
      LOG.error("{} could not be asked", turn.partner.name(), e);
      outcome = new Outcome.Failed(String.valueOf(e.getMessage()));
    }
    Duration took = Duration.between(begin, needs.clock().instant());
    needs.observer().asked(turn.partner.name(), outcome.name(), took.toNanos());
    try {
      answered(turn, checkpoint, outcome);
      if (isLast(turn)) {
        gathered.keepSet(checkpoint.size());
      }
    } catch (RuntimeException e) {
      LOG.error("What {} answered could not be kept", turn.partner.name(), e);
    } finally {
      end(turn, outcome instanceof Outcome.Signed ? took : Duration.ZERO);
    }
  }

  /** Whether all others that were asked for the same have answered. */
  private boolean isLast(Turn turn) {
    lock.lock();
    try {
      return turns.stream()
          .noneMatch(it -> it != turn && it.isOpen() && it.asked() == turn.asked());
    } finally {
      lock.unlock();
    }
  }

  private void answered(Turn turn, Checkpoint checkpoint, Outcome outcome) {
    switch (outcome) {
      case Outcome.Signed signed -> signed(turn, checkpoint, signed);
      case Outcome.Ahead _ -> {} // it is due in the next round, which has a newer checkpoint
      case Outcome.Failed failed -> failed(turn, failed.why());
      case Outcome.Suspicious suspicious -> suspicious(turn, suspicious.why());
      case Outcome.Evident evident -> evident(turn, evident);
    }
  }

  private void end(Turn turn, Duration took) {
    lock.lock();
    try {
      turn.end();
      if (took.compareTo(needs.timing().patience()) > 0) {
        together = needs.clock().instant().plus(took);
      }
      grown = true; // as far as this partner is concerned
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void signed(Turn turn, Checkpoint checkpoint, Outcome.Signed signed) {
    Note note = gathered.add(checkpoint.size(), turn.partner.key(), signed.signature());
    boolean enough = gathered.isEnough(note);
    boolean confirms;
    lock.lock();
    try {
      turn.signed(checkpoint.size(), needs.clock().instant());
      doubts.signed(turn.partner, signed.remembered());
      confirms = doubts.areEndedBy(turn.partner, note, enough);
    } finally {
      lock.unlock();
    }
    if (enough) {
      gathered.keepQuorum(checkpoint.size(), note);
    }
    if (confirms) {
      doubts.end(turn.partner, checkpoint, note);
    }
  }

  private void failed(Turn turn, String why) {
    lock.lock();
    try {
      turn.failed(needs.clock().instant(), needs.timing());
      if (!turn.isFailing() && !closed) { // told once, not with each attempt
        LOG.warn("{} did not cosign: {}", turn.partner.name(), why);
      }
    } finally {
      lock.unlock();
    }
  }

  private void suspicious(Turn turn, String why) {
    doubts.suspect(turn.partner, why);
    lock.lock();
    try {
      turn.drop();
      turns.forEach(Turn::again);
      grown = true; // the others are asked at once
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void evident(Turn turn, Outcome.Evident evident) {
    doubts.show(turn.partner, evident);
    lock.lock();
    try {
      turns.forEach(Turn::again);
    } finally {
      lock.unlock();
    }
  }

  private void awaitAnswers(List<Turn> asked) throws InterruptedException {
    lock.lock();
    try {
      long left = needs.timing().patience().toNanos();
      while (asked.stream().anyMatch(Turn::isOpen) && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for those that are busy when a slow partner is free again. */
  private void awaitTogether() throws InterruptedException {
    lock.lock();
    try {
      long left = Duration.between(needs.clock().instant(), together).toNanos();
      while (turns.stream().anyMatch(Turn::isOpen) && left > 0 && !closed) {
        long _ = changed.awaitNanos(left);
        left = Duration.between(needs.clock().instant(), together).toNanos();
      }
      together = Instant.EPOCH;
    } finally {
      lock.unlock();
    }
  }

  private void clearGrown() {
    lock.lock();
    try {
      grown = false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the log has grown, or it is time to look. */
  private void awaitGrowth() throws InterruptedException {
    lock.lock();
    try {
      long left = needs.timing().poll().toNanos();
      while (!grown && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Breaks off what is asked, and returns when nothing of it runs any more. Who waits for the
   * quorum is told that it was not reached.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    gathered.close();
    threads.shutdownNow();
    threads.close();
  }
}
