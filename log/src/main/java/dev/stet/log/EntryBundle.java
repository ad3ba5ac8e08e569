package dev.stet.log;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entries under a tile of level 0, one after the other, each after its length in two bytes.
 *
 * <p>Source: c2sp.org/tlog-tiles, "Log entries".
 *
 * @param n which bundle, from 0
 * @param width how many entries it has, 1 to 256
 */
public record EntryBundle(long n, int width) {
  private static final String PREFIX = "tile/entries/";
  private static final int MAX_ENTRY = 0xffff;

  /** Checks the ranges. */
  public EntryBundle {
    var _ = new Tile(0, n, width);
  }

  /** The path under the prefix of a log, e.g. {@code tile/entries/x001/234.p/5}. */
  public String path() {
    return PREFIX + Tile.number(n, width);
  }

  /** The tile with the hashes of the entries. */
  public Tile tile() {
    return new Tile(0, n, width);
  }

  /**
   * Reads a path.
   *
   * @throws MalformedException if a bundle has no such path
   */
  public static EntryBundle parse(String path) {
    if (!path.startsWith(PREFIX)) {
      throw new MalformedException("not the path of entries: " + MalformedException.show(path));
    }
    Tile tile = Tile.numbered(path.substring(PREFIX.length()), path, 0);
    return new EntryBundle(tile.n(), tile.width());
  }

  /** The bytes of a bundle of these entries, each of at most 65,535 bytes. */
  public static byte[] encode(List<byte[]> entries) {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      if (entry.length > MAX_ENTRY) {
        throw new MalformedException("an entry has at most 65535 bytes, got " + entry.length);
      }
      bundle.write(entry.length >> 8);
      bundle.write(entry.length);
      bundle.writeBytes(entry);
    }
    return bundle.toByteArray();
  }

  /**
   * The entries of a bundle.
   *
   * @throws MalformedException unless it holds exactly as many as its width says
   */
  public List<byte[]> decode(byte[] bytes) {
    List<byte[]> entries = new ArrayList<>(width);
    int at = 0;
    while (at < bytes.length && entries.size() < width) {
      int start = at + 2;
      int end =
          start > bytes.length ? -1 : start + (((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff));
      if (end < 0 || end > bytes.length) {
        throw new MalformedException(path() + " ends within entry " + entries.size());
      }
      entries.add(Arrays.copyOfRange(bytes, start, end));
      at = end;
    }
    if (entries.size() != width || at != bytes.length) {
      throw new MalformedException(
          path()
              + " holds "
              + entries.size()
              + " entries and "
              + (bytes.length - at)
              + " bytes more");
    }
    return entries;
  }
}
