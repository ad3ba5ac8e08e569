package dev.stet.auditor.reading;

import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.Tile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads the entries of a log in their order, a few bundles at a time, and hashes them on the way.
 *
 * <p>A bundle may have 16 MiB, and most have some ten KiB. Those of more than a MiB are read one by
 * one, so that no log makes it hold many of them.
 */
public final class EntryReader {
  /** How many bundles are asked for at once. */
  private static final int AHEAD = 8;

  /** The most that a bundle may have that is read while others are. */
  private static final int SHORT = 1 << 20;

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

  /** A bundle, and what it has if it is short. */
  private record Asked(EntryBundle bundle, Future<Optional<Stretch>> found) {}

  /**
   * The entries from start on: all before end, or fewer if they are very long, and at least one.
   *
   * @param size of a tree whose checkpoint was verified; no partial bundle is asked for that it
   *     does not imply
   * @throws UnreadableException if the log does not give them
   */
  public Stretch read(long start, long end, long size) {
    Stretch stretch = new Stretch(new ArrayList<>(), new ArrayList<>());
    Deque<Asked> asked = new ArrayDeque<>();
    long last = (end - 1) / Tile.WIDTH;
    long bytes = 0;
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      long next = start / Tile.WIDTH;
      while ((next <= last || !asked.isEmpty()) && bytes < MAX_BYTES) {
        while (next <= last && asked.size() < AHEAD) {
          EntryBundle bundle = bundle(next++, size);
          asked.add(new Asked(bundle, threads.submit(() -> ifShort(bundle, start, end))));
        }
        Asked first = asked.remove();
        Stretch bundle =
            join(first.found())
                .orElseGet(() -> part(first.bundle(), log.entries(first.bundle()), start, end));
        bytes += bundle.bytes();
        stretch.entries.addAll(bundle.entries);
        stretch.hashes.addAll(bundle.hashes);
      }
      return stretch;
    } finally {
      threads.shutdownNow(); // what was asked for and is not needed any more
    }
  }

  private static EntryBundle bundle(long n, long size) {
    return new EntryBundle(n, (int) Math.min(Tile.WIDTH, size - n * Tile.WIDTH));
  }

  private Optional<Stretch> ifShort(EntryBundle bundle, long start, long end) {
    return log.entriesIfShort(bundle, SHORT).map(it -> part(bundle, it, start, end));
  }

  /** Of the entries of a bundle those from start to before end. */
  private static Stretch part(EntryBundle bundle, List<byte[]> entries, long start, long end) {
    long first = bundle.n() * Tile.WIDTH;
    List<byte[]> wanted =
        entries.subList(
            (int) Math.max(0, start - first), (int) Math.min(bundle.width(), end - first));
    return new Stretch(wanted, wanted.stream().map(Hash::leaf).toList());
  }

  private static <T> T join(Future<T> asked) {
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
