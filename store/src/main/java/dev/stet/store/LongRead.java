package dev.stet.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Queries that take seconds to hours. Each has a thread and a connection of its own, so that it
 * holds up nobody who reads; a process that ends does not wait for it.
 */
final class LongRead {
  private LongRead() {}

  /** Runs the query over one moment of the database. */
  static <T> T run(Supplier<Handle> connection, Function<Handle, T> query) {
    CompletableFuture<T> result = new CompletableFuture<>();
    start(
        () -> {
          try (Handle handle = connection.get()) {
            handle.execute("BEGIN");
            T read = query.apply(handle);
            handle.execute("ROLLBACK"); // there is nothing to keep
            result.complete(read);
          } catch (JdbiException e) {
            result.completeExceptionally(new StoreException("the database could not be read", e));
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return Waiting.until(result);
  }

  /** Copies the database. */
  static void copy(Sqlite sqlite, Path copy) throws IOException {
    CompletableFuture<Optional<IOException>> failure = new CompletableFuture<>();
    start(
        () -> {
          try {
            sqlite.copyTo(copy);
            failure.complete(Optional.empty());
          } catch (IOException e) {
            failure.complete(Optional.of(e));
          } catch (Throwable e) {
            failure.completeExceptionally(e);
          }
        });
    Optional<IOException> found = Waiting.until(failure);
    if (found.isPresent()) {
      throw found.get();
    }
  }

  private static void start(Runnable work) {
    Thread.ofPlatform().daemon().name("store-long-reader").start(work);
  }
}
