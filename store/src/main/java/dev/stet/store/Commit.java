package dev.stet.store;

import org.jdbi.v3.core.Handle;

/**
 * Ends the writer's transaction. The one step whose failure may leave the change behind or not, so
 * the contract tests put their faults here.
 */
@FunctionalInterface
interface Commit {
  /** What the database offers. */
  Commit PLAIN = handle -> handle.execute("COMMIT");

  /** Returns when the transaction is durable. */
  void run(Handle handle);
}
