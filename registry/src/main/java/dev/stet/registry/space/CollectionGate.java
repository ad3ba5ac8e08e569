package dev.stet.registry.space;

import java.util.concurrent.locks.StampedLock;

/**
 * Keeps collection and purge apart from whoever needs that nothing goes, such as a backup. Safe for
 * use by many threads; a hold may be ended by another thread than its own.
 */
public final class CollectionGate {
  /** Held for reading by those who need that nothing goes, for writing by one step. */
  private final StampedLock lock = new StampedLock();

  /**
   * From now on nothing is collected or purged, until this is closed. Waits for the step that is
   * being taken, which is short.
   */
  public Hold hold() {
    long stamp = lock.readLock();
    return () -> lock.unlockRead(stamp);
  }

  /** While it is open, nothing goes. To be closed once. */
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Whether somebody needs that nothing goes. */
  boolean isHeld() {
    return lock.isReadLocked();
  }

  /** Takes away a little, once nobody needs that nothing goes. */
  <T, X extends Exception> T step(Step<T, X> step) throws X {
    long stamp = lock.writeLock();
    try {
      return step.take();
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** A little work that takes something away. */
  @FunctionalInterface
  interface Step<T, X extends Exception> {
    T take() throws X;
  }
}
