package dev.stet.registry.log;

import dev.stet.registry.tags.NamesGate;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Brings into the log what happened before there was one, in batches, from the history. Until it is
 * done no name can be given or taken away.
 *
 * <p>What a crash leaves: each batch is one transaction, which notes how far it came; the next
 * start goes on from there.
 */
final class Migration {
  private static final int BATCH = 1000; // events of the history

  private final Lane<Long, Long> lane;
  private final Sealing sealing;
  private final NamesGate gate;
  private final long upTo;

  /**
   * A migration.
   *
   * @param upTo the number of the newest event
   */
  Migration(Database database, Sealing sealing, NamesGate gate, long upTo) {
    this.sealing = sealing;
    this.gate = gate;
    this.upTo = upTo;
    this.lane = database.lane("log migration", this::appendEach);
  }

  /** Writes the log, and then opens the gate. */
  void run() {
    long reached = step();
    while (reached < upTo && !Thread.currentThread().isInterrupted()) {
      reached = step();
    }
    if (reached >= upTo) {
      gate.open(NamesGate.Reason.LOG_MIGRATING);
    }
  }

  /** Writes one batch, and returns up to which event the log is written then. */
  long step() {
    return lane.submit(upTo);
  }

  private List<Long> appendEach(Handle handle, List<Long> batch) {
    return batch.stream().map(_ -> append(handle)).toList();
  }

  /** Appends the next batch, and returns how far that is. */
  private long append(Handle handle) {
    long next = Math.min(upTo, LogState.sequence(handle) + BATCH);
    if (next > LogState.sequence(handle)) {
      gate.requireOpenBut(NamesGate.Reason.LOG_MIGRATING);
      sealing.append(handle, next);
    }
    return next;
  }
}
