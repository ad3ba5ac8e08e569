package dev.stet.registry.deletes;

import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.deletes.RestorationOutcome.Restored;
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
import dev.stet.registry.tags.RepositoryKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One restoration, inside its transaction. Used once, by the writer's thread. */
final class RestorationStep {
  /** What was restored is as good as pushed: else the next collection would take it again. */
  private static final String GRACE =
      "UPDATE repository_manifest SET pushed_at = ? WHERE repository = ? AND digest = ?";

  private static final String SHOW_BLOB =
      "UPDATE repository_blob SET deleted_at = NULL, deleted_reason = NULL, linked_at = ?"
          + " WHERE repository = ? AND digest = ?";

  /** What is to come back, and who wants it. */
  record Wish(RepositoryName repository, Reference reference, Actor actor) {}

  /** A row of what a repository holds, and why it is out of sight, if it is. */
  private record Row(Optional<Deletion> deletion) {
    static Row of(long at, @Nullable String reason) {
      return new Row(
          reason == null
              ? Optional.empty()
              : Optional.of(new Deletion(Instant.ofEpochMilli(at), DeletionReason.of(reason))));
    }
  }

  private final Handle handle;
  private final Instant now;
  private final Wish wish;

  RestorationStep(Handle handle, Instant now, Wish wish) {
    this.handle = handle;
    this.now = now;
    this.wish = wish;
  }

  RestorationOutcome decide() {
    return switch (wish.reference()) {
      case TagName name ->
          NameRows.find(handle, wish.repository(), name)
              .map(this::name)
              .orElse(new RestorationOutcome.Unknown());
      case Digest digest ->
          row("repository_manifest", digest)
              .map(row -> manifest(digest, row))
              .or(() -> row("repository_blob", digest).map(row -> blob(digest, row)))
              .orElse(new RestorationOutcome.Unknown());
    };
  }

  private RestorationOutcome name(HeldName held) {
    if (held.kind() == NameKind.CHANNEL && !held.live()) {
      return new RestorationOutcome.WasChannel();
    }
    if (held.digest().isEmpty() || isFree(held)) {
      return new RestorationOutcome.Unknown();
    }
    if (held.live()) {
      return new RestorationOutcome.Unchanged(held.image());
    }
    DeletionReason reason = held.deletion().orElseThrow().reason();
    return reason.withdrawn()
        ? new RestorationOutcome.Withdrawn(reason)
        : image(held.image(), List.of(held));
  }

  /** A name that was deleted in a mutable repository is anybody's once that has come to stand. */
  private boolean isFree(HeldName name) {
    return name.kind() == NameKind.MUTABLE
        && Repositories.kind(handle, wish.repository()) == RepositoryKind.STANDING;
  }

  private RestorationOutcome manifest(Digest digest, Row row) {
    if (row.deletion().isEmpty()) {
      return new RestorationOutcome.Unchanged(digest);
    }
    return image(
        digest,
        NameRows.deletedWith(handle, wish.repository(), digest, row.deletion().get()).stream()
            .filter(name -> !isFree(name))
            .toList());
  }

  private RestorationOutcome blob(Digest digest, Row row) {
    if (row.deletion().isEmpty()) {
      return new RestorationOutcome.Unchanged(digest);
    }
    DeletionReason reason = row.deletion().get().reason();
    if (reason.withdrawn()) {
      return new RestorationOutcome.Withdrawn(reason);
    }
    Repositories.create(handle, wish.repository(), now);
    handle.execute(SHOW_BLOB, now.toEpochMilli(), wish.repository().value(), digest.toString());
    audit(digest);
    return new Restored(History.append(handle, now, event("", digest)), List.of(), digest);
  }

  /** Shows an image with all that it needs, and gives it back the names. */
  private RestorationOutcome image(Digest digest, List<HeldName> names) {
    Optional<DeletionReason> withdrawn = Closure.withdrawn(handle, wish.repository(), digest);
    if (withdrawn.isPresent()) {
      return new RestorationOutcome.Withdrawn(withdrawn.get());
    }
    List<Digest> gone = Closure.gone(handle, wish.repository(), digest);
    if (!gone.isEmpty()) {
      return new RestorationOutcome.Gone(gone);
    }
    Repositories.create(handle, wish.repository(), now);
    long number = show(digest);
    NameRows.write(handle, names.stream().map(HeldName::restored).toList());
    if (!names.isEmpty()) {
      number =
          History.append(
              handle, now, names.stream().map(it -> event(it.name().value(), digest)).toList());
    }
    audit(digest);
    return new Restored(number, names.stream().map(HeldName::name).toList(), digest);
  }

  /** Returns the number of that, or the newest if the image was not out of sight. */
  private long show(Digest digest) {
    boolean hidden = row("repository_manifest", digest).flatMap(Row::deletion).isPresent();
    Closure.show(handle, wish.repository(), digest);
    handle.execute(GRACE, now.toEpochMilli(), wish.repository().value(), digest.toString());
    return hidden ? History.append(handle, now, event("", digest)) : History.newest(handle);
  }

  private Optional<Row> row(String table, Digest digest) {
    return handle
        .createQuery(
            "SELECT deleted_at, deleted_reason FROM "
                + table
                + " WHERE repository = ? AND digest = ?")
        .bind(0, wish.repository().value())
        .bind(1, digest.toString())
        .map((row, _) -> Row.of(row.getLong(1), row.getString(2)))
        .findOne();
  }

  private void audit(Digest digest) {
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

  private History.Entry event(String name, Digest digest) {
    return new History.Entry(
        wish.repository(),
        name,
        Event.RESTORED,
        Optional.of(digest),
        Optional.empty(),
        wish.actor(),
        Optional.empty(),
        Optional.empty());
  }
}
