package dev.stet.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Decides and writes a batch of changes of one kind, inside a transaction that is open already.
 *
 * <p>Runs on the writer's thread. The pattern is: read all rows that the batch is about, decide
 * each change whole and in order, then write. It never commits, and it never decides by catching a
 * constraint error, because that aborts the transaction on PostgreSQL. It may be called again with
 * the same changes, one at a time, when the transaction of a batch was rolled back.
 *
 * @param <C> a change
 * @param <R> what came of it
 */
@FunctionalInterface
public interface BatchWork<C, R> {
  /** Returns one result for each change, in their order. */
  List<R> apply(Handle handle, List<C> changes);
}
