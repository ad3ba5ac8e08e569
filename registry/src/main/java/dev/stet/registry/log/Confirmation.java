package dev.stet.registry.log;

import dev.stet.http.RequestException;
import dev.stet.log.Checkpoint;
import dev.stet.log.Leaf;
import dev.stet.log.MalformedException;
import dev.stet.log.VerificationException;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.NamesGate;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;

/**
 * How a log of which nobody knows whether it is the newest is confirmed, or brought to its newest
 * state. Safe for use by many threads.
 *
 * <p>What a crash leaves: each of these is one transaction; until it is committed the gate stays
 * closed, and the next start finds the mark.
 */
public final class Confirmation {
  private static final String FETCH =
      ": this is an older state of the registry. Fetch what it lacks with 'stet log recover --from"
          + " URL'";

  /** A change of the mark; what it does, and how the audit trail calls it. */
  private record Change(String action, Actor actor, List<Leaf> tail, long after) {}

  /** A checkpoint that the log has signed and that is none of ours. */
  private record Evidence(Checkpoint shown, long atStart, String reason) {}

  private final Database database;
  private final TagLog log;
  private final Clock clock;
  private final Lane<Change, LogState> changes;
  private final Lane<Evidence, NamesGate.Reason> evidence;

  /** So that the gate is left as the newest of all decisions says. */
  private final ReentrantLock deciding = new ReentrantLock();

  Confirmation(Database database, TagLog log, Clock clock) {
    this.database = database;
    this.log = log;
    this.clock = clock;
    this.changes =
        database.lane(
            "log confirmation",
            (handle, batch) -> batch.stream().map(it -> change(handle, it)).toList());
    this.evidence =
        database.lane(
            "log evidence",
            (handle, batch) -> batch.stream().map(it -> believe(handle, it)).toList());
  }

  /**
   * Keeps the gate closed until somebody else has confirmed that this is the newest state.
   *
   * @param why what is so, for the end of a message
   */
  public void require(String why) {
    deciding.lock();
    try {
      log.gate().close(NamesGate.Reason.LOG_UNCONFIRMED, why);
    } finally {
      deciding.unlock();
    }
  }

  /**
   * The log has signed a checkpoint that is none of ours. If it is only longer, and nothing was
   * appended here since the start, what is missing can be fetched, and nothing is appended before;
   * else nothing is appended ever again. Durable when it returns.
   *
   * @param shown verified to be signed by the log, and not in its history here
   * @param atStart how many entries there were when this process opened the log
   * @param reason what is shown, for a message
   */
  public void evidence(Checkpoint shown, long atStart, String reason) {
    deciding.lock();
    try {
      NamesGate.Reason _ = evidence.submit(new Evidence(shown, atStart, reason));
    } finally {
      deciding.unlock();
    }
  }

  private NamesGate.Reason believe(Handle handle, Evidence it) {
    LogState state = LogState.find(handle).orElseThrow();
    boolean fetchable = state.size() == it.atStart() && it.shown().size() > state.size();
    if (fetchable) {
      handle.execute("UPDATE log_state SET had = max(had, ?) WHERE id = 1", it.shown().size());
    } else {
      handle.execute("UPDATE log_state SET stopped = ? WHERE id = 1", it.reason());
    }
    // Closed before the COMMIT, so that nothing is appended in between.
    NamesGate.Reason why =
        fetchable ? NamesGate.Reason.LOG_UNCONFIRMED : NamesGate.Reason.LOG_STOPPED;
    log.gate()
        .close(why, it.reason() + (fetchable ? FETCH : "; see the manual about a broken log"));
    return why;
  }

  /**
   * Somebody else has seen this very head, so nothing was lost.
   *
   * @param by the name of its key
   * @param remembered whether it knew the log before this process showed it; of a restored backup
   *     nobody else can say that it is the newest
   * @return whether it is our newest, and all that is known to have been there; else nothing
   *     happens
   */
  public boolean confirmed(Checkpoint head, String by, boolean remembered) {
    deciding.lock();
    try {
      LogState state = state();
      if (!log.gate().closed(NamesGate.Reason.LOG_UNCONFIRMED)) {
        return true;
      }
      if (!remembered && state.restored().isPresent()) {
        return false;
      }
      if (!state.checkpoint().equals(head) || state.lacks()) {
        return false;
      }
      open(
          new Change(
              "log.confirmed", new Actor(by, "cosigner of the log"), List.of(), state.size()));
      return true;
    } finally {
      deciding.unlock();
    }
  }

  /**
   * Goes on because somebody says that nothing was pushed since the backup.
   *
   * @param origin what the log is called, typed by a person
   * @throws RequestException with 409 if it is not called so, not waiting for this, or something is
   *     known to be missing
   */
  public void resume(String origin, Actor actor) {
    deciding.lock();
    try {
      requireWaiting();
      if (!origin.equals(log.origin())) {
        throw conflict("this log is called " + log.origin() + ", and you typed another name");
      }
      LogState state = state();
      if (state.lacks()) {
        throw conflict(state.lack() + FETCH);
      }
      open(new Change("log.resume", actor, List.of(), state.size()));
    } finally {
      deciding.unlock();
    }
  }

  /**
   * Fetches what was lost from a copy of the log, and goes on. The names in it are held again,
   * those whose image is lost too.
   *
   * @return how many entries that were
   * @throws RequestException with 409 if the copy is not one of this log, has no more than there is
   *     here, or lacks what is known to have been in it; nothing was changed
   */
  public long recover(LogCopy copy, Actor actor) {
    requireWaiting();
    LogTail tail = tail(copy);
    deciding.lock();
    try {
      requireWaiting();
      requireEnough(tail, state());
      open(new Change("log.recover", actor, tail.leaves(), tail.after()));
      return tail.leaves().size();
    } finally {
      deciding.unlock();
    }
  }

  private LogTail tail(LogCopy copy) {
    try {
      return LogTail.of(state(), copy, log.signer().orElseThrow());
    } catch (IOException e) {
      throw conflict("the copy could not be read (" + e.getMessage() + ")");
    } catch (LogTail.NotOurs | MalformedException | VerificationException e) {
      throw conflict("the copy is not one of this log: " + e.getMessage());
    }
  }

  private static void requireEnough(LogTail tail, LogState state) {
    if (tail.leaves().isEmpty()) {
      throw conflict(
          "the copy has nothing that is missing here, so it does not show that nothing is: name"
              + " another, or, if you know that nothing was pushed since, stet log resume");
    }
    long end = tail.after() + tail.leaves().size();
    if (end < state.had()) {
      throw conflict(
          "the copy ends at size " + end + ", and this log had " + state.had() + " entries once");
    }
  }

  private void open(Change change) {
    LogState _ = changes.submit(change);
    log.gate().open(NamesGate.Reason.LOG_UNCONFIRMED);
  }

  private LogState change(Handle handle, Change change) {
    LogState before = LogState.find(handle).orElseThrow();
    if (before.size() != change.after()) {
      throw conflict("the log has grown meanwhile");
    }
    LogState after = change.tail().isEmpty() ? before : replayed(handle, before, change);
    handle.execute("UPDATE log_state SET restored = NULL WHERE id = 1");
    AuditTrail.append(
        handle,
        clock.instant(),
        new AuditTrail.Entry(
            change.actor(),
            change.action(),
            Optional.empty(),
            before.origin(),
            Optional.of("size " + before.size()),
            Optional.of("size " + after.size()),
            Optional.empty()));
    return after;
  }

  private LogState replayed(Handle handle, LogState before, Change change) {
    try {
      LogState after =
          new Replay(handle, before, change.actor())
              .append(change.tail(), log.signer().orElseThrow());
      before.become(handle, after);
      return after;
    } catch (IllegalStateException e) {
      throw conflict("the names here do not fit the copy: " + e.getMessage());
    }
  }

  private LogState state() {
    return database.read(LogState::find).orElseThrow();
  }

  private void requireWaiting() {
    if (log.signer().isEmpty()) {
      throw conflict("the key of the log is missing: stet keys import FILE, then restart");
    }
    if (log.gate().closed(NamesGate.Reason.LOG_STOPPED)) {
      throw conflict("this log has ended: " + log.gate().why().orElseThrow());
    }
    if (log.gate().closed(NamesGate.Reason.LOG_MIGRATING)) {
      throw conflict("this log is not written yet for all names that are here");
    }
    if (!log.gate().closed(NamesGate.Reason.LOG_UNCONFIRMED)) {
      throw conflict("this log does not wait to be confirmed: names can be pushed");
    }
  }

  private static RequestException conflict(String message) {
    return RequestException.of(OciErrorCode.DENIED, message)
        .status(409)
        .detail(Map.of("reason", NamesGate.Reason.LOG_UNCONFIRMED.name()));
  }
}
