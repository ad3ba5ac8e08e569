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
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/**
 * How a log of which nobody knows whether it is the newest is confirmed, or brought to its newest
 * state. Safe for use by many threads.
 *
 * <p>What a crash leaves: each of these is one transaction; until it is committed the gate stays
 * closed, and the next start finds the mark.
 */
public final class Confirmation {
  /** A change of the mark; what it does, and how the audit trail calls it. */
  private record Change(String action, Actor actor, List<Leaf> tail, long after) {}

  private final Database database;
  private final TagLog log;
  private final Clock clock;
  private final Lane<Change, LogState> lane;
  private final AtomicLong shown = new AtomicLong();

  Confirmation(Database database, TagLog log, Clock clock) {
    this.database = database;
    this.log = log;
    this.clock = clock;
    this.lane =
        database.lane(
            "log confirmation",
            (handle, batch) -> batch.stream().map(it -> change(handle, it)).toList());
  }

  /**
   * Somebody has shown that this log had so many entries once. It is not confirmed, nor goes on,
   * before it has them again.
   */
  public void had(long size) {
    shown.accumulateAndGet(size, Math::max);
  }

  /**
   * Somebody else has seen this very head, so nothing was lost.
   *
   * @param by the name of its key
   * @return whether it is our newest; else nothing happens
   */
  public boolean confirmed(Checkpoint head, String by) {
    if (!log.gate().closed(NamesGate.Reason.LOG_UNCONFIRMED)) {
      return true;
    }
    LogState state = state();
    if (!state.checkpoint().equals(head) || shown.get() > state.size()) {
      return false;
    }
    open(
        new Change("log.confirmed", new Actor(by, "cosigner of the log"), List.of(), state.size()));
    return true;
  }

  /**
   * Goes on because somebody says that nothing was pushed since the backup.
   *
   * @param origin what the log is called, typed by a person
   * @throws RequestException with 409 if it is not called so, not waiting for this, or something is
   *     known to be missing
   */
  public void resume(String origin, Actor actor) {
    requireWaiting();
    if (!origin.equals(log.origin())) {
      throw conflict("this log is called " + log.origin() + ", and you typed another name");
    }
    LogState state = state();
    if (shown.get() > state.size()) {
      throw conflict(
          "this log had "
              + shown.get()
              + " entries once, and here there are "
              + state.size()
              + ": fetch the others with 'stet log recover --from URL'");
    }
    open(new Change("log.resume", actor, List.of(), state.size()));
  }

  /**
   * Fetches what was lost from a copy of the log, and goes on. The names in it are held again,
   * those whose image is lost too.
   *
   * @return how many entries that were
   * @throws RequestException with 409 if the copy is not one of this log, or lacks what is known to
   *     have been in it; nothing was changed
   */
  public long recover(LogCopy copy, Actor actor) {
    requireWaiting();
    try {
      LogTail tail = LogTail.of(state(), copy, log.signer().orElseThrow());
      long end = tail.after() + tail.leaves().size();
      if (end < shown.get()) {
        throw conflict(
            "the copy ends at size " + end + ", and this log had " + shown.get() + " entries once");
      }
      open(new Change("log.recover", actor, tail.leaves(), tail.after()));
      return tail.leaves().size();
    } catch (IOException e) {
      throw conflict("the copy could not be read (" + e.getMessage() + ")");
    } catch (LogTail.NotOurs | MalformedException | VerificationException e) {
      throw conflict("the copy is not one of this log: " + e.getMessage());
    }
  }

  private void open(Change change) {
    LogState _ = lane.submit(change);
    log.gate().open(NamesGate.Reason.LOG_UNCONFIRMED);
  }

  private LogState change(Handle handle, Change change) {
    LogState before = LogState.find(handle).orElseThrow();
    if (before.size() != change.after()) {
      throw conflict("the log has grown meanwhile");
    }
    LogState after = before;
    if (!change.tail().isEmpty()) {
      after =
          new Replay(handle, before, change.actor())
              .append(change.tail(), log.signer().orElseThrow());
      before.become(handle, after);
    }
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

  private LogState state() {
    return database.read(LogState::find).orElseThrow();
  }

  private void requireWaiting() {
    if (!log.gate().closed(NamesGate.Reason.LOG_UNCONFIRMED)) {
      throw conflict("this log does not wait to be confirmed: names can be pushed");
    }
    if (log.signer().isEmpty()) {
      throw conflict("the key of the log is missing: stet keys import FILE, then restart");
    }
  }

  private static RequestException conflict(String message) {
    return RequestException.of(OciErrorCode.DENIED, message)
        .status(409)
        .detail(Map.of("reason", NamesGate.Reason.LOG_UNCONFIRMED.name()));
  }
}
