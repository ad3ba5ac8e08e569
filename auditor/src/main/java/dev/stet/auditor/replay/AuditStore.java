package dev.stet.auditor.replay;

import dev.stet.log.AuditorRules;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.store.Durable;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an auditor keeps of one log, in a folder of its own: {@code state}, which is replaced as a
 * whole, and {@code keys}, which grows. Mutable, for one thread.
 *
 * <p>After a write that failed it does nothing more: what is on disk then is known only to the next
 * start.
 */
final class AuditStore implements AutoCloseable {
  private static final String STATE = "state";

  private final Path stateFile;
  private final KeySetFile keys;
  private final AuditorRules rules;
  private AuditState state;
  private boolean failed;

  private AuditStore(Path stateFile, AuditState state, KeySetFile keys) {
    this.stateFile = stateFile;
    this.state = state;
    this.keys = keys;
    this.rules = new AuditorRules(state.origin(), keys, state.frontier(), state.time());
  }

  /**
   * Opens the folder and makes it if need be.
   *
   * @throws StoreException if it cannot be used, is of another log, or was changed
   */
  static AuditStore open(Path folder, String origin) {
    try {
      Durable.makeFolder(folder);
      Path stateFile = folder.resolve(STATE);
      AuditState state = read(stateFile).orElseGet(() -> AuditState.empty(origin));
      if (!state.origin().equals(origin)) {
        throw new MalformedException("it is of the log " + state.origin() + ", not of " + origin);
      }
      KeySetFile keys = KeySetFile.open(folder.resolve("keys"), state.records(), state.keys());
      return new AuditStore(stateFile, state, keys);
    } catch (IOException | MalformedException e) {
      throw unusable(folder, e);
    }
  }

  /**
   * What a folder keeps, which is left alone; empty if it keeps nothing.
   *
   * @throws StoreException if it cannot be used, or was changed
   */
  static Optional<AuditState> state(Path folder) {
    try {
      return read(folder.resolve(STATE));
    } catch (IOException | MalformedException e) {
      throw unusable(folder, e);
    }
  }

  private static Optional<AuditState> read(Path stateFile) throws IOException {
    return Files.exists(stateFile)
        ? Optional.of(AuditState.parse(Files.readString(stateFile)))
        : Optional.empty();
  }

  private static StoreException unusable(Path folder, Exception why) {
    return new StoreException(
        "cannot go on from "
            + folder
            + ": "
            + why.getMessage()
            + "; to read the log anew, name another folder",
        why);
  }

  /** Takes the next entry, as {@link AuditorRules#replay} does; it counts after the next commit. */
  Leaf replay(byte[] entry) {
    requireSound();
    return rules.replay(entry);
  }

  /** The right edge of all entries that were replayed; a copy. */
  Frontier frontier() {
    return rules.frontier();
  }

  /** How many entries were replayed. */
  long size() {
    return rules.size();
  }

  /** How many tags are known. */
  long tags() {
    return keys.size();
  }

  /** Where the tag of a key was assigned, as far as was replayed. */
  Optional<Long> assigned(Hash key) {
    return keys.get(key).map(it -> it.assigned());
  }

  Optional<Note> seen() {
    return state.seen();
  }

  Optional<Note> signed() {
    return state.signed();
  }

  /**
   * Keeps all that was replayed, and what it was of. Returns when it is on disk.
   *
   * @throws StoreException if it is not, or nobody knows
   */
  void commit(Optional<Note> seen, Optional<Note> signed) {
    requireSound();
    failed = true; // until it has not
    try {
      if (keys.records() != state.records()) {
        // A crash here leaves records that the state does not cover: the next start cuts them off.
        keys.sync();
      }
      AuditState next =
          new AuditState(
              state.origin(),
              rules.frontier(),
              rules.time(),
              keys.records(),
              keys.sum(),
              seen,
              signed);
      Durable.replace(stateFile, next.text().getBytes(StandardCharsets.UTF_8));
      state = next;
      failed = false;
    } catch (IOException e) {
      throw new StoreException("cannot write " + stateFile + ": " + e.getMessage(), e);
    }
  }

  private void requireSound() {
    if (failed) {
      throw new StoreException(
          stateFile + " could not be written; see to its disk and start again",
          new IOException("an earlier write failed"));
    }
  }

  @Override
  public void close() {
    try {
      keys.close();
    } catch (IOException e) {
      throw new StoreException("cannot close the file of keys", e);
    }
  }
}
