package dev.stet.auditor;

import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.Tile;
import dev.stet.log.TileReader;
import java.util.ArrayList;
import java.util.List;

/** The tiles of a log that grows in memory. */
final class TestTree implements TileReader {
  private final List<List<Hash>> levels = new ArrayList<>();
  private final Frontier frontier = Frontier.empty();

  void append(Hash leaf) {
    frontier.append(leaf);
    append(0, leaf);
  }

  private void append(int level, Hash hash) {
    if (levels.size() == level) {
      levels.add(new ArrayList<>());
    }
    List<Hash> row = levels.get(level);
    row.add(hash);
    if (row.size() % Tile.WIDTH == 0) {
      Frontier full = Frontier.empty();
      row.subList(row.size() - Tile.WIDTH, row.size()).forEach(full::append);
      append(level + 1, full.root());
    }
  }

  Hash root() {
    return frontier.root();
  }

  /** Whether there is a tile, of this width or wider. */
  boolean has(Tile tile) {
    return tile.level() < levels.size()
        && levels.get(tile.level()).size() >= tile.n() * Tile.WIDTH + tile.width();
  }

  @Override
  public byte[] read(Tile tile) {
    byte[] row = new byte[tile.width() * Hash.SIZE];
    int start = (int) tile.n() * Tile.WIDTH;
    for (int i = 0; i < tile.width(); i++) {
      byte[] hash = levels.get(tile.level()).get(start + i).bytes();
      System.arraycopy(hash, 0, row, i * Hash.SIZE, Hash.SIZE);
    }
    return row;
  }
}
