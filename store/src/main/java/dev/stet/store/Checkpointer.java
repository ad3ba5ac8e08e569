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
 *
 * <p>The log begins anew, in place of what it was, only when a commit finds all of it moved. As
 * long as commits follow each other none ever does. So a log that has become long is left to the
 * writer: it moves the little that is left between two commits.
 */
final class Checkpointer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
  private static final int COMMITS = 256;
  private static final int LONG = 8 * 1024; // pages of 4 KiB
  private static final int IDLE_SECONDS = 5;

  private final Semaphore commits = new Semaphore(0);
  private final Thread thread;
  private volatile boolean isLong;
  private volatile boolean closed;

  Checkpointer(Sqlite sqlite) {
    Handle handle = sqlite.openCheckpointer();
    thread = Thread.ofPlatform().name("store-checkpointer").start(() -> run(handle));
  }

  /** Notes one commit of the writer; called between two commits, on its thread. */
  void committed(Handle writer) {
    if (isLong) {
      isLong = false;
      var _ = checkpoint(writer, "PASSIVE");
    }
    commits.release();
  }

  private void run(Handle handle) {
    try (handle) {
      while (!closed) {
        boolean many = commits.tryAcquire(COMMITS, IDLE_SECONDS, TimeUnit.SECONDS);
        if (many || commits.drainPermits() > 0) {
          moveWhileOthersWrite(handle);
        }
      }
      var _ = checkpoint(handle, "TRUNCATE");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void moveWhileOthersWrite(Handle handle) {
    if (checkpoint(handle, "PASSIVE") > LONG) {
      var _ = checkpoint(handle, "PASSIVE"); // what came meanwhile, so that little is left
      isLong = true;
    }
  }

  /** The pages that the log has, moved or not. */
  private static int checkpoint(Handle handle, String mode) {
    try {
      return handle
          .createQuery("PRAGMA wal_checkpoint(" + mode + ")")
          .map((row, _) -> row.getInt("log"))
          .one();
    } catch (JdbiException e) {
      LOG.warn("A checkpoint of the write-ahead log failed; a later one makes up for it", e);
      return 0;
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
