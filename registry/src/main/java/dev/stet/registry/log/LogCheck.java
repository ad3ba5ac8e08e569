package dev.stet.registry.log;

import dev.stet.log.Checkpoint;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.VerificationException;
import dev.stet.log.VerifierKey;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Checks the whole log as it is stored: each entry can be read and has its index, each tile follows
 * from the entries and the tiles below it, all of them lead to the head, which the log's key has
 * signed, and the entries and the records of the tags say the same. Changes nothing. Holds one tile
 * of each level in memory, and no more of a log of any size.
 *
 * <p>A log that was rewritten as a whole by somebody who has the key is sound in itself; that is
 * for cosigners to see.
 */
public final class LogCheck {
  /** What to do about a log that is not what it was; the end of each message about it. */
  static final String RESTORE =
      ": keep this data folder for whoever looks into it, and restore a backup";

  private static final String HEAD = "head";

  private final Handle handle;
  private final List<VerifierKey> keys;
  private final Told told;

  /**
   * A check.
   *
   * @param handle reads one moment of the database
   * @param keys of the log; if there are none, the signature of the head is not verified
   * @param told what is found
   */
  public LogCheck(Handle handle, List<VerifierKey> keys, Told told) {
    this.handle = handle;
    this.keys = List.copyOf(keys);
    this.told = told;
  }

  /** Is told how a check goes. */
  public interface Told {
    /** An entry was looked at. */
    void entry();

    /**
     * Something is not as it must be.
     *
     * @param subject an entry, a tile, the head, or a tag
     * @param message what is wrong and what to do, in one line
     */
    void fault(LogFault fault, String subject, String message);
  }

  /** Checks everything; nothing if the log was never begun. */
  public void run() {
    try {
      Optional<LogState> state = LogState.find(handle);
      state.ifPresent(this::check);
      if (state.isEmpty() && LogRows.newest(handle) >= 0) {
        damaged(HEAD, "it is gone, and there are entries of a log");
      }
    } catch (MalformedException e) {
      damaged(HEAD, "it cannot be read (" + e.getMessage() + ")");
    }
  }

  private void check(LogState state) {
    head(state);
    new EntryCheck(handle, state, told)
        .run()
        .filter(root -> !root.equals(state.checkpoint().root()))
        .ifPresent(_ -> damaged(HEAD, "its root is not that to which the entries lead"));
    new TagCheck(handle, state, told).run();
  }

  private void head(LogState state) {
    Checkpoint head = state.checkpoint();
    if (!head.origin().equals(state.origin()) || head.size() != state.size()) {
      damaged(
          HEAD,
          "it is that of "
              + head.origin()
              + " at size "
              + head.size()
              + ", wanted "
              + named(state));
    }
    if (!signed(state)) {
      damaged(HEAD, "it bears no good signature by the key of the log");
    }
    if (!edge(state).equals(Optional.of(head.root()))) {
      damaged(HEAD, "its root is not that of the right edge, to which the next entry is appended");
    }
  }

  private static String named(LogState state) {
    return state.origin() + " at size " + state.size();
  }

  private boolean signed(LogState state) {
    try {
      return keys.isEmpty() || !state.head().verifiedBy(keys).isEmpty();
    } catch (VerificationException e) {
      return false; // it bears one, and that is bad
    }
  }

  private static Optional<Hash> edge(LogState state) {
    try {
      return Optional.of(Frontier.of(state.size(), state.frontier()).root());
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private void damaged(String subject, String what) {
    told.fault(LogFault.DAMAGED, subject, what + RESTORE);
  }
}
