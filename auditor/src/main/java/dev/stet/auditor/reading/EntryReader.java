package dev.stet.auditor.reading;

import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.Tile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads the entries of a log in their order, a few bundles at a time, and hashes them on the way.
 */
public final class EntryReader {
  /** How many bundles are asked for at once. */
  private static final int AHEAD = 8;

  private static final int MAX_BYTES = 16 << 20; // of a stretch; one bundle more may come

  private final HttpLog log;

  /** Reads nothing yet. */
  public EntryReader(HttpLog log) {
    this.log = log;
  }

  /**
   * Entries that follow each other.
   *
   * @param entries their bytes
   * @param hashes their leaf hashes
   */
  public record Stretch(List<byte[]> entries, List<Hash> hashes) {
    private long bytes() {
      return entries.stream().mapToLong(it -> it.length).sum();
    }
  }

  /**
   * The entries from start on: all before end, or fewer if they are very long, and at least one.
   *
   * @param size of a tree whose checkpoint was verified; no partial bundle is asked for that it
   *     does not imply
   * @throws UnreadableException if the log does not give them
   */
  public Stretch read(long start, long end, long size) {
    Stretch stretch = new Stretch(new ArrayList<>(), new ArrayList<>());
    Deque<Future<Stretch>> asked = new ArrayDeque<>();
    long last = (end - 1) / Tile.WIDTH;
    long bytes = 0;
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      long next = start / Tile.WIDTH;
      while ((next <= last || !asked.isEmpty()) && bytes < MAX_BYTES) {
        while (next <= last && asked.size() < AHEAD) {
          long n = next++;
          asked.add(threads.submit(() -> bundle(n, start, end, size)));
        }
        Stretch bundle = join(asked.remove());
        bytes += bundle.bytes();
        stretch.entries.addAll(bundle.entries);
        stretch.hashes.addAll(bundle.hashes);
      }
      return stretch;
    } finally {
      threads.shutdownNow(); // what was asked for and is not needed any more
    }
  }

  private Stretch bundle(long n, long start, long end, long size) {
    long first = n * Tile.WIDTH;
    int width = (int) Math.min(Tile.WIDTH, size - first);
    List<byte[]> entries = log.entries(new EntryBundle(n, width));
    List<byte[]> wanted =
        entries.subList((int) Math.max(0, start - first), (int) Math.min(width, end - first));
    return new Stretch(wanted, wanted.stream().map(Hash::leaf).toList());
  }

  private static Stretch join(Future<Stretch> asked) {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnreadableException unreadable) {
        throw unreadable;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UnreadableException.later("stopping");
    }
  }
}
