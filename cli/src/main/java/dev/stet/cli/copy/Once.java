package dev.stet.cli.copy;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;

/**
 * Work that is done once for each key, however many ask for it: whoever comes later waits until it
 * is done, and fails as it failed. Safe for use by many threads.
 */
final class Once<K> {
  private final Map<K, FutureTask<Boolean>> begun = new ConcurrentHashMap<>();

  /** Returns once the work for the key is done, by this thread or another. */
  void run(K key, Runnable work) {
    FutureTask<Boolean> mine = new FutureTask<>(work, true);
    FutureTask<Boolean> first = Objects.requireNonNullElse(begun.putIfAbsent(key, mine), mine);
    if (first.equals(mine)) {
      mine.run();
    }
    boolean _ = Workers.result(first);
  }
}
