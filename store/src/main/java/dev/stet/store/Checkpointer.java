package dev.stet.store;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the write-ahead log into the database file while the writer goes on: {@code PASSIVE}
 * checkpoints on a connection and a thread of their own.
 */
final class Checkpointer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
  private static final int COMMITS = 256;
  private static final int IDLE_SECONDS = 5;

  private final Semaphore commits = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  Checkpointer(Sqlite sqlite) {
    Handle handle = sqlite.openCheckpointer();
    thread = Thread.ofPlatform().name("store-checkpointer").start(() -> run(handle));
  }

  /** Notes one commit of the writer. */
  void committed() {
    commits.release();
  }

  private void run(Handle handle) {
    try (handle) {
      while (!closed) {
        boolean many = commits.tryAcquire(COMMITS, IDLE_SECONDS, TimeUnit.SECONDS);
        if (many || commits.drainPermits() > 0) {
          checkpoint(handle, "PASSIVE");
        }
      }
      checkpoint(handle, "TRUNCATE");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void checkpoint(Handle handle, String mode) {
    try {
      handle.execute("PRAGMA wal_checkpoint(" + mode + ")");
    } catch (JdbiException e) {
      LOG.warn("A checkpoint of the write-ahead log failed; a later one makes up for it", e);
    }
  }

  /** Runs a last checkpoint. */
  @Override
  public void close() {
    closed = true;
    commits.release(COMMITS);
    Waiting.until(thread);
  }
}
