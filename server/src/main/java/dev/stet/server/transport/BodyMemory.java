package dev.stet.server.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all request bodies together hold of bytes that came and were not read yet. Safe for use by
 * many threads.
 */
final class BodyMemory {
  private final AtomicLong held = new AtomicLong();
  private final long plenty;

  /** Memory of which that many bytes are no concern. */
  BodyMemory(long plenty) {
    this.plenty = plenty;
  }

  void add(long bytes) {
    held.addAndGet(bytes);
  }

  /** Whether so much is held that each body has to do with little. */
  boolean isScarce() {
    return held.get() > plenty;
  }
}
