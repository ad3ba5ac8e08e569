package dev.stet.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The name of a row of hashes of a tree: hash i of tile (level, n) covers the entries from (n·256 +
 * i)·256^level on, 256^level of them. Only full tiles are hashed upwards.
 *
 * <p>Source: c2sp.org/tlog-tiles.
 *
 * @param level from 0, the leaf hashes, to 63
 * @param n which tile of the level, from 0; the hashes of a level are counted in 63 bits
 * @param width how many hashes it has, 1 to 256
 */
public record Tile(int level, long n, int width) {
  /** How many hashes a full tile has. */
  public static final int WIDTH = 256;

  static final int BITS = 8;
  private static final int MAX_LEVEL = 63;
  private static final long MAX_N = Long.MAX_VALUE >> BITS;
  private static final String PREFIX = "tile/";

  /** Checks the ranges. */
  public Tile {
    if (level < 0 || level > MAX_LEVEL || n < 0 || n > MAX_N || width < 1 || width > WIDTH) {
      throw new MalformedException(
          "no tile: level " + level + ", number " + n + ", width " + width);
    }
  }

  /**
   * The tile as a tree of this size has it: full, or the partial one at the right edge.
   *
   * @throws MalformedException if the tree has no such tile
   */
  public static Tile at(int level, long n, long size) {
    long hashes = hashes(level, size);
    long rest = n > hashes / WIDTH ? 0 : hashes - n * WIDTH;
    return new Tile(level, n, (int) Math.min(WIDTH, rest));
  }

  /** All tiles of a tree of this size, level by level. */
  public static List<Tile> all(long size) {
    List<Tile> tiles = new ArrayList<>();
    for (int level = 0; hashes(level, size) > 0; level++) {
      long count = (hashes(level, size) + WIDTH - 1) / WIDTH;
      for (long n = 0; n < count; n++) {
        tiles.add(at(level, n, size));
      }
    }
    return tiles;
  }

  /** How many hashes a level has: one for each full subtree of 256^level entries. */
  static long hashes(int level, long size) {
    int shift = level * BITS;
    return shift >= Long.SIZE ? 0 : size >>> shift;
  }

  /** Whether it has all its hashes. */
  public boolean full() {
    return width == WIDTH;
  }

  /** The same tile with all its hashes. */
  public Tile whole() {
    return new Tile(level, n, WIDTH);
  }

  /** The path under the prefix of a log, e.g. {@code tile/0/x001/234.p/5}. */
  public String path() {
    return PREFIX + level + "/" + number(n, width);
  }

  /**
   * Reads a path.
   *
   * @throws MalformedException if a tile has no such path
   */
  public static Tile parse(String path) {
    int slash = path.indexOf('/', PREFIX.length());
    if (!path.startsWith(PREFIX) || slash < 0) {
      throw malformed(path);
    }
    int level = small(path.substring(PREFIX.length(), slash), path);
    return numbered(path.substring(slash + 1), path, level);
  }

  /** Reads what {@link #number} writes. */
  static Tile numbered(String text, String path, int level) {
    int partial = text.indexOf(".p/");
    int width = partial < 0 ? WIDTH : small(text.substring(partial + 3), path);
    String[] groups = (partial < 0 ? text : text.substring(0, partial)).split("/", -1);
    long n = 0;
    for (int i = 0; i < groups.length; i++) {
      String group = i < groups.length - 1 ? afterX(groups[i], path) : groups[i];
      if (group.length() != 3 || n > (Long.MAX_VALUE - digits(group, path)) / 1000) {
        throw malformed(path);
      }
      n = n * 1000 + digits(group, path);
    }
    if (level > MAX_LEVEL || width < 1 || (partial >= 0 && width >= WIDTH)) {
      throw malformed(path);
    }
    Tile tile = new Tile(level, n, width);
    if (!number(n, width).equals(text)) { // leading groups of zeros
      throw malformed(path);
    }
    return tile;
  }

  /** The number in groups of three digits, all but the last with an x; then the partial width. */
  static String number(long n, int width) {
    StringBuilder text = new StringBuilder(group(n));
    for (long rest = n / 1000; rest > 0; rest /= 1000) {
      text.insert(0, "x" + group(rest) + "/");
    }
    return width == WIDTH ? text.toString() : text + ".p/" + width;
  }

  private static String group(long n) {
    return String.format(Locale.ROOT, "%03d", n % 1000);
  }

  private static String afterX(String group, String path) {
    if (!group.startsWith("x")) {
      throw malformed(path);
    }
    return group.substring(1);
  }

  private static int small(String text, String path) {
    if (text.length() > 3 || (text.length() > 1 && text.startsWith("0"))) {
      throw malformed(path);
    }
    return digits(text, path);
  }

  private static int digits(String text, String path) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw malformed(path);
    }
    return Integer.parseInt(text);
  }

  private static MalformedException malformed(String path) {
    return new MalformedException(
        "not the path of a tile: "
            + MalformedException.show(path)
            + "; wanted e.g. tile/0/x001/234 or tile/1/005.p/17");
  }
}
