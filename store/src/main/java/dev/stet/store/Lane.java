package dev.stet.store;

/**
 * The way to the writer for changes of one kind.
 *
 * <p>Safe for use by many threads.
 *
 * @param <C> a change
 * @param <R> what came of it
 */
@FunctionalInterface
public interface Lane<C, R> {
  /**
   * Hands a change to the writer and waits until it is durable.
   *
   * @return what came of it, after COMMIT
   * @throws QueueFullException if too many changes wait already; nothing happened
   * @throws StoreException if the change was not written, or nobody can tell whether it was
   * @throws RuntimeException what the work threw for this change; it was not written
   */
  R submit(C change);
}
