package dev.stet.log;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tiles of a log that grows in memory. */
final class MemoryTiles implements TileReader {
  private final List<ByteArrayOutputStream> levels = new ArrayList<>();
  private final Frontier frontier = Frontier.empty();

  void append(Hash leaf) {
    frontier.append(leaf);
    append(0, leaf);
  }

  private void append(int level, Hash hash) {
    if (levels.size() == level) {
      levels.add(new ByteArrayOutputStream());
    }
    levels.get(level).writeBytes(hash.bytes());
    int hashes = levels.get(level).size() / Hash.SIZE;
    if (hashes % Tile.WIDTH == 0) {
      append(level + 1, rootOfLast(levels.get(level).toByteArray()));
    }
  }

  private static Hash rootOfLast(byte[] row) {
    Frontier tile = Frontier.empty();
    int hashes = row.length / Hash.SIZE;
    for (int i = hashes - Tile.WIDTH; i < hashes; i++) {
      tile.append(Hash.at(row, i));
    }
    return tile.root();
  }

  Frontier frontier() {
    return frontier;
  }

  @Override
  public byte[] read(Tile tile) {
    int start = (int) tile.n() * Tile.WIDTH * Hash.SIZE;
    return Arrays.copyOfRange(
        levels.get(tile.level()).toByteArray(), start, start + tile.width() * Hash.SIZE);
  }
}
