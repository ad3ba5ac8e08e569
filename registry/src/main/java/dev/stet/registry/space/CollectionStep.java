package dev.stet.registry.space;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.Changed;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.registry.tags.History;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * One small step of a collection, inside its transaction: decides again about each candidate, and
 * hides those that nothing needs. Used once, by the writer's thread.
 */
final class CollectionStep {
  private static final String HIDE =
      "SET deleted_at = :now, deleted_reason = :reason WHERE repository = :repository"
          + " AND digest = :digest AND deleted_at IS NULL";

  private static final String HIDE_MANIFEST = "UPDATE repository_manifest " + HIDE;

  private static final String HIDE_BLOB =
      "UPDATE repository_blob AS b " + HIDE + " AND linked_at < :before AND " + Need.UNREFERENCED;

  /** What is to be looked at again, and hidden. */
  sealed interface Wish {
    RepositoryName repository();

    Grace.Limits limits();

    Actor actor();

    /** Whether there is nothing to look at. */
    boolean isEmpty();
  }

  /** Manifests, each with those above it. */
  record Manifests(
      RepositoryName repository, List<Digest> digests, Grace.Limits limits, Actor actor)
      implements Wish {
    public Manifests {
      digests = List.copyOf(digests);
    }

    @Override
    public boolean isEmpty() {
      return digests.isEmpty();
    }
  }

  /** Blobs. */
  record Blobs(RepositoryName repository, List<Need.Blob> blobs, Grace.Limits limits, Actor actor)
      implements Wish {
    public Blobs {
      blobs = List.copyOf(blobs);
    }

    @Override
    public boolean isEmpty() {
      return blobs.isEmpty();
    }
  }

  /**
   * What was hidden.
   *
   * @param number of the newest event in the registry's history, if anything was
   */
  record Taken(List<Verdict.Manifest> manifests, List<Need.Blob> blobs, OptionalLong number) {
    Taken {
      manifests = List.copyOf(manifests);
      blobs = List.copyOf(blobs);
    }
  }

  private final Handle handle;
  private final Protection protection;
  private final Instant now;

  CollectionStep(Handle handle, Protection protection, Instant now) {
    this.handle = handle;
    this.protection = protection;
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Hides nothing at all if nobody can say whether one of them is in use. */
  Changed<Taken> take(Wish wish) {
    try {
      return new Changed.Done<>(
          switch (wish) {
            case Manifests manifests -> take(manifests);
            case Blobs blobs -> take(blobs);
          });
    } catch (RequestException e) {
      return new Changed.Refused<>(e);
    }
  }

  private Taken take(Manifests wish) {
    Set<Verdict.Manifest> unneeded = unneeded(wish);
    if (unneeded.isEmpty()) {
      return new Taken(List.of(), List.of(), OptionalLong.empty());
    }
    OptionalLong number = OptionalLong.empty();
    for (Verdict.Manifest manifest : unneeded) {
      hide(HIDE_MANIFEST, wish, manifest.digest());
      number = event(wish, Optional.of(manifest.digest()), "nothing needs it");
    }
    audit(wish, unneeded.size() + " manifests");
    return new Taken(List.copyOf(unneeded), List.of(), number);
  }

  /** Decides about all of them before anything is hidden. */
  private Set<Verdict.Manifest> unneeded(Manifests wish) {
    Need need = new Need(handle, protection, wish.limits());
    Set<Verdict.Manifest> unneeded = new LinkedHashSet<>();
    for (Digest digest : wish.digests()) {
      if (need.of(wish.repository(), digest) instanceof Verdict.Unneeded(var all)) {
        unneeded.addAll(all);
      }
    }
    return unneeded;
  }

  private Taken take(Blobs wish) {
    List<Need.Blob> hidden =
        wish.blobs().stream().filter(blob -> hide(HIDE_BLOB, wish, blob.digest())).toList();
    if (hidden.isEmpty()) {
      return new Taken(List.of(), List.of(), OptionalLong.empty());
    }
    String what = hidden.size() + " blobs";
    audit(wish, what);
    return new Taken(List.of(), hidden, event(wish, Optional.empty(), what));
  }

  private boolean hide(String sql, Wish wish, Digest digest) {
    return handle
            .createUpdate(sql)
            .bind("now", now.toEpochMilli())
            .bind("reason", DeletionReason.RETENTION.text())
            .bind("repository", wish.repository().value())
            .bind("digest", digest.toString())
            .bind("before", wish.limits().blobs().toEpochMilli())
            .execute()
        > 0;
  }

  private OptionalLong event(Wish wish, Optional<Digest> digest, String note) {
    return OptionalLong.of(
        History.append(
            handle,
            now,
            new History.Entry(
                wish.repository(),
                "",
                History.Event.COLLECTED,
                digest,
                Optional.empty(),
                wish.actor(),
                Optional.empty(),
                Optional.of(note))));
  }

  private void audit(Wish wish, String what) {
    AuditTrail.append(
        handle,
        now,
        new AuditTrail.Entry(
            wish.actor(),
            "collect",
            Optional.of(wish.repository()),
            what,
            Optional.empty(),
            Optional.empty(),
            Optional.of("nothing needs them")));
  }
}
