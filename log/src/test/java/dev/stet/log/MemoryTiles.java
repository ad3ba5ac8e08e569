package dev.stet.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tiles of a log that grows in memory. */
final class MemoryTiles implements TileReader {
  /** Of each level the hashes, in room for more. */
  private final List<byte[]> levels = new ArrayList<>();

  private final List<Integer> widths = new ArrayList<>();
  private final Frontier frontier = Frontier.empty();

  void append(Hash leaf) {
    frontier.append(leaf);
    append(0, leaf);
  }

  private void append(int level, Hash hash) {
    if (levels.size() == level) {
      levels.add(new byte[Tile.WIDTH * Hash.SIZE]);
      widths.add(0);
    }
    int width = widths.get(level);
    if (levels.get(level).length == width * Hash.SIZE) {
      levels.set(level, Arrays.copyOf(levels.get(level), 2 * width * Hash.SIZE));
    }
    hash.writeTo(levels.get(level), width);
    widths.set(level, width + 1);
    if ((width + 1) % Tile.WIDTH == 0) {
      append(level + 1, rootOfLast(levels.get(level), width + 1));
    }
  }

  private static Hash rootOfLast(byte[] row, int width) {
    Frontier tile = Frontier.empty();
    for (int i = width - Tile.WIDTH; i < width; i++) {
      tile.append(Hash.at(row, i));
    }
    return tile.root();
  }

  Frontier frontier() {
    return frontier;
  }

  @Override
  public byte[] read(Tile tile) {
    int start = (int) tile.n() * Tile.WIDTH;
    if (start + tile.width() > widths.get(tile.level())) {
      throw new MalformedException(tile.path() + " is not there");
    }
    return Arrays.copyOfRange(
        levels.get(tile.level()), start * Hash.SIZE, (start + tile.width()) * Hash.SIZE);
  }
}
