package dev.stet.registry.space;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

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

  /**
   * Takes away a little, once nobody needs that nothing goes.
   *
   * @throws CancellationException if the thread is interrupted before; nothing was taken
   */
  <T> T step(Supplier<T> step) {
    long stamp = enter();
    try {
      return step.get();
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private long enter() {
    try {
      return lock.writeLockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Stet is stopping");
    }
  }
}
