package dev.stet.registry.log;

import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.Proofs;
import dev.stet.log.Tile;
import dev.stet.log.VerificationException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What is checked of the stored log before anything is signed again.
 *
 * <p>That all entries hash to all tiles is {@code fsck}'s to check; an auditor does it all the
 * time.
 */
final class StoredLog {
  private StoredLog() {}

  /** What is wrong with it, in words for the end of a message. */
  static Optional<String> fault(Handle handle, LogState state, LogSigner signer) {
    try {
      Checkpoint head = state.checkpoint();
      if (!signer.signedOnce(state.head())) {
        return Optional.of("its head is not signed by its key");
      }
      if (!head.origin().equals(state.origin()) || head.size() != state.size()) {
        return Optional.of("its head is of another log or size");
      }
      Hash edge = Frontier.of(state.size(), state.frontier()).root();
      Hash root = Proofs.root(state.size(), tile -> LogRows.tile(handle, tile));
      if (!head.root().equals(root) || !head.root().equals(edge)) {
        return Optional.of("its tiles do not lead to the root of its head");
      }
      return lastEntries(handle, state.size());
    } catch (MalformedException | VerificationException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> lastEntries(Handle handle, long size) {
    if (LogRows.newest(handle) != size - 1) {
      return Optional.of("it has not as many entries as its head says");
    }
    long n = (size - 1) / Tile.WIDTH;
    EntryBundle last = new EntryBundle(n, (int) (size - n * Tile.WIDTH));
    List<Hash> hashes = LogState.hashes(LogRows.tile(handle, last.tile()));
    List<Hash> entries = LogRows.entries(handle, last).stream().map(Hash::leaf).toList();
    return hashes.equals(entries)
        ? Optional.empty()
        : Optional.of("its last entries do not hash to its last tile");
  }
}
