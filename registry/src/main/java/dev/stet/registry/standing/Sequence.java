package dev.stet.registry.standing;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The number of the newest event that is known to be committed. Safe for use by many threads.
 *
 * <p>It may lag behind the database, never run ahead of it: so a fill that notes it before it reads
 * is at worst dropped once too often.
 */
public final class Sequence {
  private final AtomicLong newest;

  /** Starts from the newest number in the database. */
  public Sequence(long newest) {
    this.newest = new AtomicLong(newest);
  }

  /** The newest number known. */
  public long newest() {
    return newest.get();
  }

  /** Notes a number that has been committed. */
  public void committed(long number) {
    newest.accumulateAndGet(number, Math::max);
  }
}
