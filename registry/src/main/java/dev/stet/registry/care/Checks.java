package dev.stet.registry.care;

import dev.stet.api.Check;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.tags.Actor;
import dev.stet.store.Database;
import java.io.IOException;
import java.time.Clock;

/**
 * Checks whether all that is kept is as it was: the database file, the rows, their content, and
 * what lies in the store. Pushes and pulls go on meanwhile. Safe for use by many threads.
 */
public final class Checks {
  private final Database database;
  private final BlobStore store;
  private final Repairs repairs;

  /** Checks what lies in this database and this store. */
  public Checks(Database database, BlobStore store, Clock clock) {
    this.database = database;
    this.store = store;
    this.repairs = new Repairs(database, clock);
  }

  /**
   * Checks everything.
   *
   * @param full whether to hash every byte; else blobs are only looked for, and manifests hashed
   * @param repair whether to take bad bytes out of the way, so that the next push of the same
   *     content heals it; durable when this returns, and in the audit trail
   * @param actor who wants that
   * @throws IOException if the store could not be looked through
   */
  public Check run(boolean full, boolean repair, Actor actor) throws IOException {
    Findings findings = new Findings();
    for (String fault : database.faults(full)) {
      findings.add(
          DamageKind.DATABASE_DAMAGED,
          "database",
          "it says of itself: " + fault + ": stop Stet and restore a backup");
    }
    RowCheck rows =
        new RowCheck(full, findings, (table, digest) -> () -> repairs.drop(table, digest, actor));
    database.readLong(
        handle -> {
          rows.run(handle);
          return findings;
        });
    new FileCheck(database, store, full, findings).run();
    return findings.close(repair);
  }
}
