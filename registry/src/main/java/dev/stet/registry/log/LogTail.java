package dev.stet.registry.log;

import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.Tile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a log had after a size, from a copy of it; verified against the log's own signature.
 *
 * @param after the size
 * @param leaves what came then
 */
record LogTail(long after, List<Leaf> leaves) {
  /** A copy that does not continue the log, in words for a message. */
  static final class NotOurs extends Exception {
    private static final long serialVersionUID = 1L;

    NotOurs(String why) {
      super(why);
    }
  }

  /**
   * Fetches and verifies it: the checkpoint is signed by the log's key, and the entries, hashed
   * onto our right edge, lead to its root. So the copy begins with our log.
   *
   * @throws NotOurs if it is not so
   */
  static LogTail of(LogState state, LogCopy copy, LogSigner signer) throws IOException, NotOurs {
    Note note = copy.checkpoint();
    Checkpoint head = Checkpoint.parse(note.text());
    if (!head.origin().equals(state.origin()) || !signer.signed(note)) {
      throw new NotOurs("it is not signed by the key of " + state.origin());
    }
    if (head.size() < state.size()) {
      throw new NotOurs(
          "it ends at size " + head.size() + ", and this log has " + state.size() + " already");
    }
    Frontier edge = Frontier.of(state.size(), state.frontier());
    List<Leaf> leaves = new ArrayList<>();
    for (long n = state.size() / Tile.WIDTH; n * Tile.WIDTH < head.size(); n++) {
      Tile tile = Tile.at(0, n, head.size());
      List<byte[]> entries = copy.entries(new EntryBundle(n, tile.width()));
      int known = (int) Math.max(0, state.size() - n * Tile.WIDTH);
      for (byte[] entry : entries.subList(known, entries.size())) {
        edge.append(Hash.leaf(entry));
        leaves.add(Leaf.parse(entry));
      }
    }
    if (!edge.root().equals(head.root())) {
      throw new NotOurs(
          "it has another history: its entries do not lead from our size "
              + state.size()
              + " to its root");
    }
    return new LogTail(state.size(), leaves);
  }
}
