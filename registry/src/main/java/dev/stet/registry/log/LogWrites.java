package dev.stet.registry.log;

import dev.stet.log.Checkpoint;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Appends leaves to the log, inside a transaction. Used once, by the writer's thread; nothing is
 * written before {@link #execute}.
 */
final class LogWrites {
  private final LogState before;
  private final Frontier edge;
  private final TileWrites tiles;
  private final PreparedBatch entries;
  private final PreparedBatch openings;
  private long time;

  LogWrites(Handle handle, LogState before) {
    this.before = before;
    this.edge = Frontier.of(before.size(), before.frontier());
    this.tiles = new TileWrites(handle, before.size());
    this.entries =
        handle.prepareBatch("INSERT INTO log_entry (idx, sequence, leaf) VALUES (?, ?, ?)");
    this.openings = handle.prepareBatch("INSERT INTO log_opening (idx, opening) VALUES (?, ?)");
    this.time = before.time();
  }

  /** The index that the next leaf gets. */
  long next() {
    return edge.size();
  }

  /** The time of a leaf that is made now: never before that of the newest. */
  long time(long now) {
    return Math.max(time, now);
  }

  /**
   * Appends a leaf.
   *
   * @param sequence the number of its event; null for one that no event has made
   * @throws IllegalStateException if those who verify would not read these very bytes as this leaf
   */
  void append(Leaf leaf, @Nullable Long sequence, Optional<Opening> opening) {
    byte[] bytes = leaf.bytes();
    if (!Leaf.parse(bytes).equals(leaf)) {
      throw new IllegalStateException("a leaf is not read as it was written: " + leaf);
    }
    entries.add(next(), sequence, bytes);
    opening.ifPresent(it -> openings.add(next(), it.bytes()));
    Hash hash = Hash.leaf(bytes);
    tiles.append(hash);
    edge.append(hash);
    time = leaf.time();
  }

  /** Writes everything, and the log's new head. */
  LogState execute(LogSigner signer, long sequence) {
    entries.execute();
    openings.execute();
    entries.close();
    openings.close();
    tiles.execute();
    Checkpoint head = new Checkpoint(before.origin(), edge.size(), edge.root());
    return before.grown(edge, signer.sign(head), time, sequence);
  }
}
