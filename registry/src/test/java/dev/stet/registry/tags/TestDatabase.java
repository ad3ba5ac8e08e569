package dev.stet.registry.tags;

import dev.stet.store.Database;

/** The database of a test, whatever its kind. */
interface TestDatabase {
  /** Opens it, migrated; the same again after it was closed. */
  Database open();

  /** Opens another from now on, which is new. */
  void forget();
}
