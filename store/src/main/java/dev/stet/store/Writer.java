package dev.stet.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes, with group commit.
 *
 * <p>Each round takes all changes that queued while the last commit ran, at most {@value #BATCH},
 * runs the work of each lane once and the last work of all, commits, and only then completes the
 * waiting callers.
 *
 * <p>What a crash leaves: before COMMIT has returned nobody has an answer, and SQLite keeps the
 * transaction whole or not at all; a client that asks again gets the same answer either way.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int BATCH = 1024;
  private static final int QUEUE = 4 * BATCH;

  private final BlockingQueue<Waiter<?, ?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Handle handle; // owned by the thread
  private final Commit commit;
  private final Consumer<Handle> committed;
  private final Thread thread;
  private volatile @Nullable String stopped;
  private volatile boolean closing;
  private volatile Consumer<Handle> lastWork = _ -> {};

  /** Starts the thread; {@code committed} is called after each commit. */
  Writer(Sqlite sqlite, Commit commit, Consumer<Handle> committed) {
    this.handle = sqlite.openWriter();
    this.commit = commit;
    this.committed = committed;
    this.thread = Thread.ofPlatform().name("store-writer").start(this::run);
  }

  <C, R> Lane<C, R> lane(String name, BatchWork<C, R> work) {
    return new WriterLane<>(name, work);
  }

  void endEachWith(Consumer<Handle> work) {
    lastWork = work;
  }

  int waiting() {
    return queue.size();
  }

  @Nullable String stopped() {
    return stopped;
  }

  /** Changes of one kind, and those of them that are in the current batch. */
  private final class WriterLane<C, R> implements Lane<C, R> {
    private final String name;
    private final BatchWork<C, R> work;
    private final List<Waiter<C, R>> batch = new ArrayList<>(); // owned by the thread

    WriterLane(String name, BatchWork<C, R> work) {
      this.name = name;
      this.work = work;
    }

    @Override
    public R submit(C change) {
      Waiter<C, R> waiter = new Waiter<>(this, change);
      enqueue(waiter);
      return Waiting.until(waiter.answer);
    }

    void work() {
      List<R> results = work.apply(handle, batch.stream().map(waiter -> waiter.change).toList());
      if (results.size() != batch.size()) {
        throw new IllegalStateException(
            "lane " + name + " gave " + results.size() + " results for " + batch.size());
      }
      for (int i = 0; i < results.size(); i++) {
        batch.get(i).result = results.get(i);
      }
    }
  }

  /** One change, its result once the work has been done, and its answer once that is durable. */
  private static final class Waiter<C, R> {
    private final Writer.WriterLane<C, R> lane;
    private final C change;
    private final CompletableFuture<R> answer = new CompletableFuture<>();
    private @Nullable R result; // owned by the writer's thread

    Waiter(Writer.WriterLane<C, R> lane, C change) {
      this.lane = lane;
      this.change = change;
    }

    Writer.WriterLane<C, R> join() {
      lane.batch.add(this);
      return lane;
    }

    void complete() {
      answer.complete(result);
    }
  }

  private void enqueue(Waiter<?, ?> waiter) {
    if (closing) {
      throw StoreException.stopping();
    }
    String reason = stopped;
    if (reason != null) {
      throw new StoreException(reason, new SQLException(reason));
    }
    if (!queue.offer(waiter)) {
      throw new QueueFullException("the write queue is full: " + queue.size() + " changes wait");
    }
    // Closing may have begun since. The writer answers what it has taken by now, and may never take
    // the rest.
    if (closing && queue.remove(waiter)) {
      throw StoreException.stopping();
    }
  }

  private void run() {
    try (handle) {
      List<Waiter<?, ?>> batch = new ArrayList<>(BATCH);
      while (!closing || !queue.isEmpty()) {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        commit(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void commit(List<Waiter<?, ?>> batch) {
    String reason = stopped;
    if (reason != null) {
      batch.forEach(waiter -> fail(waiter, new StoreException(reason, new SQLException(reason))));
      return;
    }
    try {
      handle.execute("BEGIN IMMEDIATE");
      work(batch);
      lastWork.accept(handle);
    } catch (RuntimeException | Error e) {
      rolledBack(batch, e);
      return;
    }
    try {
      commit.run(handle);
    } catch (RuntimeException | Error e) {
      commitFailed(batch, e);
      return;
    }
    batch.forEach(Waiter::complete);
    committed.accept(handle);
  }

  private static void work(List<Waiter<?, ?>> batch) {
    Set<WriterLane<?, ?>> lanes = new LinkedHashSet<>();
    try {
      batch.forEach(waiter -> lanes.add(waiter.join()));
      lanes.forEach(WriterLane::work);
    } finally {
      lanes.forEach(lane -> lane.batch.clear());
    }
  }

  /**
   * Nothing of the batch was written: each change is tried alone, so that only the culprit fails.
   */
  private void rolledBack(List<Waiter<?, ?>> batch, Throwable failure) {
    try {
      handle.execute("ROLLBACK");
    } catch (JdbiException e) {
      LOG.debug("Nothing to roll back", e);
    }
    if (batch.size() == 1) {
      fail(
          batch.getFirst(),
          failure instanceof JdbiException
              ? new StoreException(
                  "the database refused a change ("
                      + Sqlite.reason(failure)
                      + "); nothing was written",
                  failure)
              : failure);
      return;
    }
    LOG.warn("A batch of {} changes was rolled back; each is tried alone", batch.size(), failure);
    for (Waiter<?, ?> waiter : List.copyOf(batch)) {
      commit(List.of(waiter));
    }
  }

  /**
   * COMMIT failed. Where the disk was full the transaction is surely gone. Else nobody can tell
   * what is on disk, so this writer stops: nothing is written on top of a state that may not last.
   * A restart settles it.
   */
  private void commitFailed(List<Waiter<?, ?>> batch, Throwable failure) {
    boolean gone = failure.getCause() instanceof SQLException sql && Sqlite.surelyRolledBack(sql);
    if (gone) {
      rolledBack(batch, failure);
      return;
    }
    String reason =
        "the database could not confirm a commit, so it takes no more changes until Stet is"
            + " restarted";
    stopped = reason;
    LOG.error("{}", reason, failure);
    batch.forEach(waiter -> fail(waiter, new StoreException(reason, failure)));
  }

  private static void fail(Waiter<?, ?> waiter, Throwable failure) {
    waiter.answer.completeExceptionally(failure);
  }

  @Override
  public void close() {
    closing = true;
    boolean woken = queue.offer(new Waiter<>(new WriterLane<>("close", (_, none) -> none), "none"));
    if (!woken) {
      LOG.debug("The queue is full, so the writer is awake");
    }
    Waiting.until(thread);
  }
}
