package dev.stet.auditor.replay;

import dev.stet.log.Hash;
import dev.stet.log.KeySet;
import dev.stet.log.KeyState;
import dev.stet.store.Durable;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The state of every tag of a log, in a file that only grows: 40 bytes for each assignment,
 * tombstone and restore. Mutable, for one thread.
 *
 * <p>A record is the key of the tag and its state from then on; the last one of a key counts. What
 * is in the file is mapped into memory, not copied: in the heap there are only the records of the
 * last block and a table of where the last record of each key is, five to seven bytes a key. So ten
 * million tags take 400 MB of the disk, as much of the memory as the system can spare, and 60 MB of
 * the heap.
 *
 * <p>The file has no length of its own: {@link AuditStore} says how many records count, and what
 * they hash to. Records behind those are of a replay that did not end, and are written over.
 */
final class KeySetFile implements KeySet, AutoCloseable {
  static final int RECORD = Hash.SIZE + Long.BYTES;

  private static final int BLOCK = 1 << 15; // records; 1.25 MiB
  private static final int SMALLEST_TABLE = 1 << 10;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final FileChannel file;
  private final Arena arena = Arena.ofShared();
  private final List<MemorySegment> blocks = new ArrayList<>();
  private final MessageDigest sum = sha256();
  private final byte[] tailBytes = new byte[BLOCK * RECORD];
  private final MemorySegment tail = MemorySegment.ofArray(tailBytes);
  private int inTail;
  private int written; // of the tail's records

  /** Where the last record of a key is, plus one; zero where a place is free. */
  private int[] table = new int[SMALLEST_TABLE];

  private int keys;

  private KeySetFile(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens the file and makes it if need be. Reads all records that count.
   *
   * @param records how many records count
   * @param sum what they hash to
   * @throws IOException if they are not there, or hash to something else
   */
  static KeySetFile open(Path path, long records, Hash sum) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            Durable.forOwner());
    KeySetFile opened = new KeySetFile(channel);
    try {
      Durable.syncName(path);
      opened.load(path, records, sum);
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private void load(Path path, long records, Hash expected) throws IOException {
    if (file.size() < records * RECORD) {
      throw new IOException(
          path + " has " + file.size() + " bytes, wanted " + records * RECORD + " at least");
    }
    // A crash after records were written and before the state covered them leaves more of them.
    file.truncate(records * RECORD);
    for (long done = 0; done < records; done += BLOCK) {
      int count = (int) Math.min(BLOCK, records - done);
      readTail(done, count);
      for (int i = 0; i < count; i++) {
        index((int) done + i, tail, i);
      }
      if (count == BLOCK) {
        mapTail();
      }
    }
    if (!sum().equals(expected)) {
      throw new IOException(path + " was changed, or its disk lost something");
    }
  }

  private void readTail(long from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(tailBytes, 0, count * RECORD);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from * RECORD + buffer.position()) < 0) {
        throw new IOException("the file of keys ended while it was read");
      }
    }
    sum.update(tailBytes, 0, count * RECORD);
    inTail = count;
    written = count;
  }

  @Override
  public Optional<KeyState> get(Hash key) {
    int record = table[place(MemorySegment.ofArray(key.bytes()), 0)] - 1;
    return record < 0
        ? Optional.empty()
        : Optional.of(KeyState.unpacked(block(record).get(LONG, offset(record) + Hash.SIZE)));
  }

  @Override
  public void put(Hash key, KeyState state) {
    if (inTail == BLOCK) {
      makeRoom();
    }
    int record = (int) records();
    ByteBuffer.wrap(tailBytes, inTail * RECORD, RECORD).put(key.bytes()).putLong(state.packed());
    sum.update(tailBytes, inTail * RECORD, RECORD);
    index(record, tail, inTail);
    inTail++;
  }

  private void makeRoom() {
    try {
      flush();
    } catch (IOException e) {
      throw new StoreException("cannot write the file of keys: " + e.getMessage(), e);
    }
  }

  private void index(int record, MemorySegment segment, int row) {
    if (keys >= table.length / 4L * 3) {
      grow();
    }
    int place = place(segment, (long) row * RECORD);
    if (table[place] == 0) {
      keys++;
    }
    table[place] = record + 1;
  }

  private void grow() {
    int[] old = table;
    table = new int[Math.addExact(old.length, old.length / 2)];
    for (int entry : old) {
      if (entry != 0) {
        table[place(block(entry - 1), offset(entry - 1))] = entry;
      }
    }
  }

  /** Where a key is in the table, or else where it belongs; it is hashed already. */
  private int place(MemorySegment key, long at) {
    long first = key.get(LONG, at);
    int place = (int) (((first >>> Integer.SIZE) * table.length) >>> Integer.SIZE);
    while (table[place] != 0 && !holds(table[place] - 1, key, at)) {
      place = place + 1 == table.length ? 0 : place + 1;
    }
    return place;
  }

  private boolean holds(int record, MemorySegment key, long at) {
    long start = offset(record);
    return MemorySegment.mismatch(block(record), start, start + Hash.SIZE, key, at, at + Hash.SIZE)
        < 0;
  }

  private MemorySegment block(int record) {
    int block = record / BLOCK;
    return block < blocks.size() ? blocks.get(block) : tail;
  }

  private static long offset(int record) {
    return (long) (record % BLOCK) * RECORD;
  }

  @Override
  public long size() {
    return keys;
  }

  /** How many records there are. */
  long records() {
    return (long) blocks.size() * BLOCK + inTail;
  }

  /** What all records hash to. */
  Hash sum() {
    try {
      return Hash.of(((MessageDigest) sum.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
    }
  }

  /** Writes what is only in memory; it is on disk after {@link #sync} alone. */
  private void flush() throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(tailBytes, written * RECORD, (inTail - written) * RECORD);
    while (buffer.hasRemaining()) {
      file.write(buffer, (long) blocks.size() * BLOCK * RECORD + buffer.position());
    }
    written = inTail;
    if (inTail == BLOCK) {
      mapTail();
    }
  }

  private void mapTail() throws IOException {
    long bytes = (long) BLOCK * RECORD;
    blocks.add(file.map(MapMode.READ_ONLY, blocks.size() * bytes, bytes, arena));
    inTail = 0;
    written = 0;
  }

  /** Returns when all records are on disk. */
  void sync() throws IOException {
    flush();
    file.force(true);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    arena.close();
    file.close();
  }
}
