package dev.stet.registry.care;

import dev.stet.api.Check;
import dev.stet.log.VerifierKey;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.BlobsWiring;
import dev.stet.registry.blobs.StoredBlob;
import dev.stet.registry.tags.Actor;
import dev.stet.store.Database;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks whether all that is kept is as it was: the database file, the rows, their content, the log
 * of tags, and what lies in the store. Pushes and pulls go on meanwhile. Safe for use by many
 * threads.
 */
public final class Checks {
  private final Database database;
  private final BlobStore store;
  private final BlobsWiring blobs;
  private final List<VerifierKey> logKeys;
  private final Repairs repairs;

  /**
   * Checks what lies in this database and this store, with the parts that look after blobs.
   *
   * @param logKeys keys of the log of tags; if there are none, its signature is not verified
   */
  public Checks(
      Database database,
      BlobStore store,
      BlobsWiring blobs,
      List<VerifierKey> logKeys,
      Clock clock) {
    this.database = database;
    this.store = store;
    this.blobs = blobs;
    this.logKeys = List.copyOf(logKeys);
    this.repairs = new Repairs(database, clock, blobs);
  }

  /**
   * Checks what lies in a data folder which nobody serves.
   *
   * @param logKeys keys of the log of tags; if there are none, its signature is not verified
   */
  public static Checks alone(
      Database database, BlobStore store, List<VerifierKey> logKeys, Clock clock) {
    return new Checks(
        database, store, BlobsWiring.withoutRoutes(database, store, clock), logKeys, clock);
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
        new RowCheck(
            full, logKeys, findings, (table, digest) -> () -> repairs.drop(table, digest, actor));
    database.readLong(
        handle -> {
          rows.run(handle);
          return findings;
        });
    FileCheck files =
        new FileCheck(database, store, full, findings, blob -> () -> repairs.putAside(blob, actor));
    files.run();
    strays(findings, actor);
    return findings.close(repair);
  }

  private void strays(Findings findings, Actor actor) throws IOException {
    List<StoredBlob> strays = new ArrayList<>();
    blobs.removal().strays(Instant.MAX, strays::add);
    for (StoredBlob blob : strays) {
      if (blobs.removal().isStray(blob) && !isHeld(blob)) {
        findings.add(
            DamageKind.FILE_ORPHANED,
            blob.digest().toString(),
            "its file is kept, but no record names it, as after a crash in the middle of a push:"
                + " it does no harm, and collection or 'stet fsck --repair' removes it",
            () -> repairs.remove(blob, actor));
      }
    }
  }

  /** Whether repositories hold the blob, though its own record is lost: its bytes are no stray. */
  private boolean isHeld(StoredBlob blob) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT 1 FROM repository_blob WHERE digest = ? LIMIT 1")
                .bind(0, blob.digest().toString())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }
}
