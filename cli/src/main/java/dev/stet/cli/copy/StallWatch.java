package dev.stet.cli.copy;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Interrupts the thread that opened it once nothing has moved for a while: a peer that vanished
 * without a word is never heard of again.
 */
final class StallWatch implements AutoCloseable {
  private final Thread watched = Thread.currentThread();
  private final LongSupplier moved;
  private final Duration limit;
  private final Runnable told;
  private final Thread watcher;
  private boolean stalled; // under this
  private boolean closed; // under this

  /**
   * Begins to watch.
   *
   * @param moved how much has moved so far
   * @param limit how long it may stay the same
   * @param told what is done right before the interruption
   */
  StallWatch(LongSupplier moved, Duration limit, Runnable told) {
    this.moved = moved;
    this.limit = limit;
    this.told = told;
    this.watcher = Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    try {
      long before;
      do {
        before = moved.getAsLong();
        Thread.sleep(limit);
      } while (moved.getAsLong() != before);
      interrupt();
    } catch (InterruptedException e) {
      // It was closed.
    }
  }

  private synchronized void interrupt() {
    if (!closed) {
      stalled = true;
      told.run();
      watched.interrupt();
    }
  }

  /** Whether it has interrupted. */
  synchronized boolean isStalled() {
    return stalled;
  }

  /** Ends; the thread is not interrupted afterwards, unless somebody else does. */
  @Override
  public synchronized void close() {
    closed = true;
    watcher.interrupt();
    if (stalled) {
      boolean _ = Thread.interrupted();
    }
  }
}
