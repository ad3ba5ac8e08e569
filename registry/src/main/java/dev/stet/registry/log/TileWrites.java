package dev.stet.registry.log;

import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.Tile;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Appends hashes to the tiles at the right edge, and those of full tiles to the level above. Used
 * once, by the writer's thread; nothing is written before {@link #execute}.
 */
final class TileWrites {
  private static final String WRITE =
      "INSERT INTO log_tile (level, n, hashes) VALUES (?, ?, ?)"
          + " ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes";

  /** The last tile of a level, as far as it is filled. */
  private static final class Edge {
    private final List<Hash> hashes;
    private long n;

    Edge(long n, List<Hash> hashes) {
      this.n = n;
      this.hashes = new ArrayList<>(hashes);
    }
  }

  private final Handle handle;
  private final long size;
  private final List<Edge> edges = new ArrayList<>();
  private final PreparedBatch rows;

  /** Begins at the right edge of the log of this size. */
  TileWrites(Handle handle, long size) {
    this.handle = handle;
    this.size = size;
    this.rows = handle.prepareBatch(WRITE);
  }

  void append(Hash leaf) {
    append(0, leaf);
  }

  private void append(int level, Hash hash) {
    if (edges.size() == level) {
      edges.add(edge(level));
    }
    Edge edge = edges.get(level);
    edge.hashes.add(hash);
    if (edge.hashes.size() == Tile.WIDTH) {
      write(level, edge);
      append(level + 1, root(edge.hashes));
      edge.hashes.clear();
      edge.n++;
    }
  }

  private Edge edge(int level) {
    long hashes = size >>> (level * Byte.SIZE); // each level has a 256th of the one below
    long n = hashes / Tile.WIDTH;
    int width = (int) (hashes % Tile.WIDTH);
    return new Edge(
        n,
        width == 0 ? List.of() : LogState.hashes(LogRows.tile(handle, new Tile(level, n, width))));
  }

  /** The root over the hashes of one tile. */
  static Hash root(List<Hash> hashes) {
    Frontier tile = Frontier.empty();
    hashes.forEach(tile::append);
    return tile.root();
  }

  private void write(int level, Edge edge) {
    rows.add(level, edge.n, LogState.bytes(edge.hashes));
  }

  void execute() {
    for (int level = 0; level < edges.size(); level++) {
      if (!edges.get(level).hashes.isEmpty()) {
        write(level, edges.get(level));
      }
    }
    rows.execute();
    rows.close();
  }
}
