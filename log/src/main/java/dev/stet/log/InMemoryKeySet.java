package dev.stet.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A set of keys in the memory of this process, in about 46 bytes a key: a log of ten million tags
 * takes half a gigabyte. Mutable, for one thread.
 *
 * <p>Keys and states lie in blocks in the order of their assignment, five longs each, and are never
 * moved. They are found by an open hash table of their positions, which is probed one after the
 * other and grows by half when six of seven places are taken. A key is a SHA-256 and so needs no
 * other hashing; whoever grinds names until many share a place slows only those who replay his log.
 */
public final class InMemoryKeySet implements KeySet {
  private static final int KEY = Hash.SIZE / Long.BYTES;
  private static final int ROW = KEY + 1;
  private static final int BLOCK_BITS = 12;
  private static final int BLOCK_ROWS = 1 << BLOCK_BITS;
  private static final int SMALLEST_TABLE = 64;

  private final List<long[]> blocks = new ArrayList<>();
  private int size;

  /** Positions plus one, zero where a place is free. */
  private int[] table = new int[SMALLEST_TABLE];

  @Override
  public Optional<KeyState> get(Hash key) {
    int position = table[place(longs(key))] - 1;
    return position < 0
        ? Optional.empty()
        : Optional.of(KeyState.unpacked(block(position)[row(position) + KEY]));
  }

  @Override
  public void put(Hash key, KeyState state) {
    long[] longs = longs(key);
    int position = table[place(longs)] - 1;
    if (position < 0) {
      position = append(longs);
    }
    block(position)[row(position) + KEY] = state.packed();
  }

  @Override
  public long size() {
    return size;
  }

  /** How many bytes the arrays take. */
  long bytes() {
    long rows = (long) blocks.size() * BLOCK_ROWS * ROW;
    return rows * Long.BYTES + (long) table.length * Integer.BYTES;
  }

  private int append(long[] key) {
    if (size >= table.length / 7L * 6) {
      grow();
    }
    if (size == blocks.size() << BLOCK_BITS) {
      blocks.add(new long[BLOCK_ROWS * ROW]);
    }
    int position = size++;
    System.arraycopy(key, 0, block(position), row(position), KEY);
    table[place(key)] = size;
    return position;
  }

  private void grow() {
    table = new int[Math.addExact(table.length, table.length / 2)];
    for (int position = 0; position < size; position++) {
      int place = home(block(position)[row(position)]);
      while (table[place] != 0) {
        place = after(place);
      }
      table[place] = position + 1;
    }
  }

  /** Where the key is in the table, or else where it belongs. */
  private int place(long[] key) {
    int place = home(key[0]);
    while (table[place] != 0 && !holds(table[place] - 1, key)) {
      place = after(place);
    }
    return place;
  }

  private boolean holds(int position, long[] key) {
    long[] block = block(position);
    int row = row(position);
    return block[row] == key[0]
        && block[row + 1] == key[1]
        && block[row + 2] == key[2]
        && block[row + 3] == key[3];
  }

  /** The upper half of the key's first bytes, scaled to the length of the table. */
  private int home(long first) {
    return (int) (((first >>> Integer.SIZE) * table.length) >>> Integer.SIZE);
  }

  private int after(int place) {
    return place + 1 == table.length ? 0 : place + 1;
  }

  private long[] block(int position) {
    return blocks.get(position >>> BLOCK_BITS);
  }

  private static int row(int position) {
    return (position & (BLOCK_ROWS - 1)) * ROW;
  }

  private static long[] longs(Hash key) {
    long[] longs = new long[KEY];
    ByteBuffer.wrap(key.bytes()).asLongBuffer().get(longs);
    return longs;
  }
}
