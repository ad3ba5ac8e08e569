package dev.stet.registry.log;

import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Makes the tiles of a log again from the hashes of its entries, and compares them with those that
 * are stored. Used once.
 */
final class TileCheck {
  private final Handle handle;
  private final LogCheck.Told told;
  private final List<List<Hash>> edges = new ArrayList<>(); // the last tile of each level
  private final List<Long> counts = new ArrayList<>(); // of full tiles of each level

  TileCheck(Handle handle, LogCheck.Told told) {
    this.handle = handle;
    this.told = told;
  }

  /** Takes the hash of the next entry. */
  void append(Hash leaf) {
    append(0, leaf);
  }

  private void append(int level, Hash hash) {
    if (edges.size() == level) {
      edges.add(new ArrayList<>());
      counts.add(0L);
    }
    List<Hash> edge = edges.get(level);
    edge.add(hash);
    if (edge.size() == Tile.WIDTH) {
      compare(level);
      Hash root = TileWrites.root(edge);
      counts.set(level, counts.get(level) + 1);
      edge.clear();
      append(level + 1, root);
    }
  }

  /** Compares the tiles at the right edge; and there must be no others. */
  void end() {
    long tiles = 0;
    for (int level = 0; level < edges.size(); level++) {
      tiles += counts.get(level);
      if (!edges.get(level).isEmpty()) {
        compare(level);
        tiles++;
      }
    }
    long more = handle.createQuery("SELECT COUNT(*) FROM log_tile").mapTo(Long.class).one() - tiles;
    if (more > 0) {
      damaged("tiles", "there are " + more + " more than the log has");
    }
  }

  /** Compares the last tile of a level. */
  private void compare(int level) {
    List<Hash> wanted = edges.get(level);
    Tile tile = new Tile(level, counts.get(level), wanted.size());
    List<Hash> stored = stored(tile);
    if (stored.size() != wanted.size()) {
      damaged(tile.path(), "it has " + stored.size() + " hashes, wanted " + wanted.size());
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!stored.get(i).equals(wanted.get(i))) {
        damaged(tile.path(), "its hash " + i + " is not that of " + under(tile, i));
        return;
      }
    }
  }

  private List<Hash> stored(Tile tile) {
    Optional<byte[]> row =
        handle
            .createQuery("SELECT hashes FROM log_tile WHERE level = ? AND n = ?")
            .bind(0, tile.level())
            .bind(1, tile.n())
            .mapTo(byte[].class)
            .findOne();
    try {
      return LogState.hashes(row.orElse(null));
    } catch (MalformedException e) {
      return List.of(); // cut within a hash
    }
  }

  private static String under(Tile tile, int i) {
    long index = tile.n() * Tile.WIDTH + i;
    return tile.level() == 0
        ? "entry " + index
        : new Tile(tile.level() - 1, index, Tile.WIDTH).path();
  }

  private void damaged(String subject, String what) {
    told.fault(LogFault.DAMAGED, subject, what + LogCheck.RESTORE);
  }
}
