package dev.stet.registry.standing;

import dev.stet.oci.RepositoryName;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The number of the newest event that is known to be committed, and of the newest in each
 * repository that took something away. Safe for use by many threads.
 *
 * <p>It may lag behind the database, never run ahead of it: so a fill that notes it before it reads
 * is at worst dropped once too often.
 */
public final class Sequence {
  private final AtomicLong newest;
  private final ConcurrentHashMap<RepositoryName, Long> tombstones = new ConcurrentHashMap<>();

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

  /**
   * Notes that something in the repository was taken away by the event of that number, which has
   * been committed: what was read before counts no more. To be called before anybody is told.
   */
  public void tombstone(RepositoryName repository, long number) {
    tombstones.merge(repository, number, Math::max);
    committed(number);
  }

  /** Whether something was taken away from the repository since that number was the newest. */
  boolean tombstoneSince(RepositoryName repository, long number) {
    @Nullable Long last = tombstones.get(repository);
    return last != null && number < last;
  }
}
