package dev.stet.registry.log;

import dev.stet.log.Checkpoint;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.Note;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where the log stands: the one row of {@code log_state}.
 *
 * @param origin what the log is called, for ever
 * @param size how many entries it has
 * @param frontier the right edge, as it was stored
 * @param head the newest signed checkpoint
 * @param time of the newest entry, in milliseconds since 1970
 * @param sequence all events up to this number are in the log, as far as they belong there
 * @param restored since when it is a restored backup that nobody has confirmed
 * @param had how many entries it is known to have had once; 0 if nobody has shown more than there
 *     are
 * @param stopped why nothing may be appended ever again
 */
record LogState(
    String origin,
    long size,
    List<Hash> frontier,
    Note head,
    long time,
    long sequence,
    Optional<Instant> restored,
    long had,
    Optional<String> stopped) {

  /** Reads it, if the log was begun. */
  static Optional<LogState> find(Handle handle) {
    return handle
        .createQuery(
            "SELECT origin, size, frontier, checkpoint, time, sequence, restored, had, stopped"
                + " FROM log_state")
        .map((row, _) -> read(row))
        .findOne();
  }

  private static LogState read(ResultSet row) throws SQLException {
    long restored = row.getLong(7);
    return new LogState(
        row.getString(1),
        row.getLong(2),
        hashes(row.getBytes(3)),
        Note.parse(row.getString(4).getBytes(StandardCharsets.UTF_8)),
        row.getLong(5),
        row.getLong(6),
        restored == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(restored)),
        row.getLong(8),
        Optional.ofNullable(row.getString(9)));
  }

  /** A row of hashes as it was stored. */
  static List<Hash> hashes(byte @Nullable [] row) {
    List<Hash> hashes = new ArrayList<>();
    for (int at = 0; row != null && at < row.length; at += Hash.SIZE) {
      hashes.add(Hash.of(Arrays.copyOfRange(row, at, Math.min(row.length, at + Hash.SIZE))));
    }
    return hashes;
  }

  /** Up to which number all events are in the log; 0 if it was not begun. */
  static long sequence(Handle handle) {
    return handle
        .createQuery("SELECT sequence FROM log_state")
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /** The newest checkpoint, of which nothing is verified by this. */
  Checkpoint checkpoint() {
    return Checkpoint.parse(head.text());
  }

  /** Whether it is known to have had more entries than there are. */
  boolean lacks() {
    return had > size;
  }

  /** What it lacks, in words for the beginning of a message. */
  String lack() {
    return "this log had " + had + " entries once, and here there are " + size;
  }

  /** A row of hashes as it is stored. */
  static byte[] bytes(List<Hash> hashes) {
    byte[] bytes = new byte[hashes.size() * Hash.SIZE];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(hashes.get(i).bytes(), 0, bytes, i * Hash.SIZE, Hash.SIZE);
    }
    return bytes;
  }

  /** Writes the first state of a log. */
  void begin(Handle handle) {
    handle.execute(
        "INSERT INTO log_state (id, origin, size, frontier, checkpoint, time, sequence)"
            + " VALUES (1, ?, ?, ?, ?, ?, ?)",
        origin,
        size,
        bytes(frontier),
        head.encoded(),
        time,
        sequence);
  }

  /**
   * Writes the next state over this one.
   *
   * @throws IllegalStateException if this is not the state that is stored: somebody else has
   *     appended, which the lock on the data folder forbids
   */
  void become(Handle handle, LogState next) {
    int changed =
        handle.execute(
            "UPDATE log_state SET size = ?, frontier = ?, checkpoint = ?, time = ?, sequence = ?"
                + " WHERE id = 1 AND size = ? AND sequence = ?",
            next.size,
            bytes(next.frontier),
            next.head.encoded(),
            next.time,
            next.sequence,
            size,
            sequence);
    if (changed != 1) {
      throw new IllegalStateException("the log is not at size " + size + " any more");
    }
  }

  /** The same log after more events of the history, none of which belongs in it. */
  LogState upTo(long newest) {
    return new LogState(origin, size, frontier, head, time, newest, restored, had, stopped);
  }

  /** The same log under signatures of other keys. */
  LogState signed(Note signed) {
    return new LogState(origin, size, frontier, signed, time, sequence, restored, had, stopped);
  }

  /** The log after entries were appended. */
  LogState grown(Frontier edge, Note signed, long newestTime, long newestSequence) {
    return new LogState(
        origin,
        edge.size(),
        edge.hashes(),
        signed,
        newestTime,
        newestSequence,
        restored,
        had,
        stopped);
  }
}
