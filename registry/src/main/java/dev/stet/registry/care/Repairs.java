package dev.stet.registry.care;

import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.blobs.BlobCheck;
import dev.stet.registry.blobs.BlobsWiring;
import dev.stet.registry.blobs.Pace;
import dev.stet.registry.blobs.StoredBlob;
import dev.stet.registry.tags.Actor;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Takes bad bytes out of the way, so that the next push of the content heals it, and writes each
 * repair to the audit trail. Safe for use by many threads; callers wait for the commit.
 */
final class Repairs {
  private record Wish(Table table, String digest, Actor actor) {}

  private record Told(String action, String subject, Actor actor) {}

  private static final String REASON = "found by a check";

  private final Clock clock;
  private final BlobsWiring blobs;
  private final Lane<Wish, Boolean> rows;
  private final Lane<Told, Boolean> told;

  Repairs(Database database, Clock clock, BlobsWiring blobs) {
    this.clock = clock;
    this.blobs = blobs;
    this.rows = database.lane("repairs", (handle, batch) -> drop(handle, batch));
    this.told = database.lane("repairs told", (handle, batch) -> tell(handle, batch));
  }

  /** Drops the bytes of a row if they are bad; not if a push has healed them. */
  boolean drop(Table table, String digest, Actor actor) {
    return rows.submit(new Wish(table, digest, actor));
  }

  private List<Boolean> drop(Handle handle, List<Wish> batch) {
    return batch.stream().map(wish -> drop(handle, wish)).toList();
  }

  private boolean drop(Handle handle, Wish wish) {
    boolean bad =
        wish.table().find(handle, wish.digest()).filter(row -> !row.isWhole()).isPresent();
    if (bad) {
      wish.table().remove(handle, wish.digest());
      append(handle, wish.table().content() + ".drop", wish.digest(), wish.actor());
    }
    return bad;
  }

  /** Puts the bytes of a large blob aside if they are bad; not if a push has healed them. */
  boolean putAside(StoredBlob blob, Actor actor) throws IOException {
    try {
      boolean bad = blobs.check().check(blob.digest(), Pace.UNLIMITED) == BlobCheck.Result.DAMAGED;
      // A crash here leaves the bytes aside and the trail without a word of it.
      return bad && tell("blob.quarantine", blob, actor);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the check was interrupted");
    }
  }

  /** Removes a file unless some record has come to name it. */
  boolean remove(StoredBlob blob, Actor actor) throws IOException {
    return blobs.removal().remove(blob) && tell("blob.remove", blob, actor);
  }

  private boolean tell(String action, StoredBlob blob, Actor actor) {
    return told.submit(new Told(action, blob.digest().toString(), actor));
  }

  private List<Boolean> tell(Handle handle, List<Told> batch) {
    batch.forEach(it -> append(handle, it.action(), it.subject(), it.actor()));
    return batch.stream().map(_ -> true).toList();
  }

  private void append(Handle handle, String action, String subject, Actor actor) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    AuditTrail.append(
        handle,
        now,
        new AuditTrail.Entry(
            actor,
            action,
            Optional.empty(),
            subject,
            Optional.empty(),
            Optional.empty(),
            Optional.of(REASON)));
  }
}
