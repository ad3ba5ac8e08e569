package dev.stet.registry.deletes;

import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.deletes.RestorationOutcome.Restored;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.Closure;
import dev.stet.registry.tags.Deletion;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.History;
import dev.stet.registry.tags.History.Event;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import dev.stet.registry.tags.Repositories;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Brings back what was deleted, as long as it has not been purged. A name comes back to the image
 * that it named. Safe for use by many threads; callers wait for the commit.
 */
public final class Restorations {
  /** What was restored is as good as pushed: else the next collection would take it again. */
  private static final String GRACE =
      "UPDATE repository_manifest SET pushed_at = ? WHERE repository = ? AND digest = ?";

  private static final String SHOW_BLOB =
      "UPDATE repository_blob SET deleted_at = NULL, deleted_reason = NULL, linked_at = ?"
          + " WHERE repository = ? AND digest = ?";

  private record Wish(RepositoryName repository, Reference reference, Actor actor) {}

  private final Clock clock;
  private final Sequence sequence;
  private final Lane<Wish, RestorationOutcome> lane;

  /** Opens the way to the tables. */
  public Restorations(Database database, Clock clock, Sequence sequence) {
    this.clock = clock;
    this.sequence = sequence;
    this.lane =
        database.lane(
            "restorations",
            (handle, batch) -> batch.stream().map(wish -> decide(handle, wish)).toList());
  }

  /** Brings back a name, a manifest with the names that were deleted with it, or a blob. */
  public RestorationOutcome restore(RepositoryName repository, Reference reference, Actor actor) {
    RestorationOutcome outcome = lane.submit(new Wish(repository, reference, actor));
    if (outcome instanceof Restored restored) {
      sequence.committed(restored.sequence());
    }
    return outcome;
  }

  private RestorationOutcome decide(Handle handle, Wish wish) {
    return switch (wish.reference()) {
      case TagName name ->
          NameRows.find(handle, wish.repository(), name)
              .map(held -> name(handle, wish, held))
              .orElse(new RestorationOutcome.Unknown());
      case Digest digest -> manifest(handle, wish, digest);
    };
  }

  private RestorationOutcome name(Handle handle, Wish wish, HeldName held) {
    if (held.live()) {
      return held.digest()
          .<RestorationOutcome>map(RestorationOutcome.Unchanged::new)
          .orElse(new RestorationOutcome.Unknown());
    }
    if (held.kind() == NameKind.CHANNEL) {
      return new RestorationOutcome.WasChannel();
    }
    DeletionReason reason = held.deletion().orElseThrow().reason();
    return reason.withdrawn()
        ? new RestorationOutcome.Withdrawn(reason)
        : show(handle, wish, held.image(), List.of(held));
  }

  private RestorationOutcome manifest(Handle handle, Wish wish, Digest digest) {
    Optional<Optional<Deletion>> row =
        deletion(handle, "repository_manifest", wish.repository(), digest);
    if (row.isEmpty()) {
      return blob(handle, wish, digest);
    }
    if (row.get().isEmpty()) {
      return new RestorationOutcome.Unchanged(digest);
    }
    Deletion deletion = row.get().get();
    return deletion.reason().withdrawn()
        ? new RestorationOutcome.Withdrawn(deletion.reason())
        : show(
            handle,
            wish,
            digest,
            NameRows.deletedAt(handle, wish.repository(), digest, deletion.at()));
  }

  private RestorationOutcome blob(Handle handle, Wish wish, Digest digest) {
    Optional<Optional<Deletion>> row =
        deletion(handle, "repository_blob", wish.repository(), digest);
    if (row.isEmpty()) {
      return new RestorationOutcome.Unknown();
    }
    if (row.get().isEmpty()) {
      return new RestorationOutcome.Unchanged(digest);
    }
    if (row.get().get().reason().withdrawn()) {
      return new RestorationOutcome.Withdrawn(row.get().get().reason());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Repositories.create(handle, wish.repository(), now);
    handle.execute(SHOW_BLOB, now.toEpochMilli(), wish.repository().value(), digest.toString());
    audit(handle, now, wish, digest);
    return new Restored(event(handle, now, wish, "", digest), List.of(), digest);
  }

  /** Whether the repository has the manifest or blob, and whether it is out of sight. */
  private static Optional<Optional<Deletion>> deletion(
      Handle handle, String table, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(
            "SELECT deleted_at, deleted_reason FROM "
                + table
                + " WHERE repository = ? AND digest = ?")
        .bind(0, repository.value())
        .bind(1, digest.toString())
        .map((row, _) -> deletion(row.getLong(1), row.getString(2)))
        .findOne();
  }

  private static Optional<Deletion> deletion(long at, @Nullable String reason) {
    return reason == null
        ? Optional.empty()
        : Optional.of(new Deletion(Instant.ofEpochMilli(at), DeletionReason.of(reason)));
  }

  private RestorationOutcome show(Handle handle, Wish wish, Digest digest, List<HeldName> names) {
    List<Digest> gone = Closure.gone(handle, wish.repository(), digest);
    if (!gone.isEmpty()) {
      return new RestorationOutcome.Gone(gone);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Repositories.create(handle, wish.repository(), now);
    Closure.show(handle, wish.repository(), digest);
    handle.execute(GRACE, now.toEpochMilli(), wish.repository().value(), digest.toString());
    long number = event(handle, now, wish, "", digest);
    for (HeldName name : names) {
      NameRows.write(handle, name.restored());
      number = event(handle, now, wish, name.name().value(), digest);
    }
    audit(handle, now, wish, digest);
    return new Restored(number, names.stream().map(HeldName::name).toList(), digest);
  }

  private static void audit(Handle handle, Instant now, Wish wish, Digest digest) {
    AuditTrail.append(
        handle,
        now,
        new AuditTrail.Entry(
            wish.actor(),
            "restore",
            Optional.of(wish.repository()),
            wish.reference().toString(),
            Optional.empty(),
            Optional.of(digest.toString()),
            Optional.empty()));
  }

  private static long event(Handle handle, Instant now, Wish wish, String name, Digest digest) {
    return History.append(
        handle,
        now,
        new History.Entry(
            wish.repository(),
            name,
            Event.RESTORED,
            Optional.of(digest),
            Optional.empty(),
            wish.actor(),
            Optional.empty(),
            Optional.empty()));
  }
}
