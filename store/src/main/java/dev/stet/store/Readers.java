package dev.stet.store;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** A few platform threads, each with a connection of its own, that run queries one by one. */
final class Readers implements AutoCloseable {
  private static final int MOST = 1024; // queries that wait

  private record Query<T>(Function<Handle, T> query, CompletableFuture<T> result) {
    void run(Handle handle) {
      try {
        result.complete(query.apply(handle));
      } catch (JdbiException e) {
        result.completeExceptionally(new StoreException("the database could not be read", e));
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    }
  }

  /** Queries, and at the end an empty one that stays for every thread to find. */
  private final BlockingQueue<Optional<Query<?>>> queue = new LinkedBlockingQueue<>();

  private final Thread[] threads;
  private volatile boolean closed;

  Readers(Sqlite sqlite, int count) {
    threads = new Thread[count];
    for (int i = 0; i < count; i++) {
      Handle handle = sqlite.openReader();
      threads[i] = Thread.ofPlatform().name("store-reader-" + i).start(() -> run(handle));
    }
  }

  /**
   * Runs a query.
   *
   * @throws QueueFullException if too many queries wait already
   */
  <T> T read(Function<Handle, T> query) {
    int waiting = queue.size();
    if (waiting >= MOST) {
      throw new QueueFullException("the read queue is full: " + waiting + " queries wait");
    }
    Query<T> handedOver = new Query<>(query, new CompletableFuture<>());
    Optional<Query<?>> entry = Optional.of(handedOver);
    queue.add(entry);
    // If it stands behind the empty one, nobody will take it.
    if (closed && queue.remove(entry)) {
      throw StoreException.stopping();
    }
    return Waiting.until(handedOver.result());
  }

  private void run(Handle handle) {
    try (handle) {
      Optional<Query<?>> next = queue.take();
      while (next.isPresent()) {
        next.get().run(handle);
        next = queue.take();
      }
      queue.add(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    queue.add(Optional.empty());
    for (Thread thread : threads) {
      Waiting.until(thread);
    }
  }
}
