package dev.stet.registry.space;

import dev.stet.registry.blobs.BlobRemoval;
import dev.stet.registry.blobs.StoredBlob;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.Changed;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes for good what has been out of sight for long enough. Safe for use by many threads;
 * callers wait.
 */
final class Purger {
  private static final Logger LOG = LoggerFactory.getLogger(Purger.class);

  /**
   * What a purge removed.
   *
   * @param manifests how many manifests of repositories
   * @param blobs how many blobs of repositories
   * @param bytes what that takes no more
   */
  record Purge(long manifests, long blobs, long bytes) {}

  private final Clock clock;
  private final Protection protection;
  private final CollectionGate gate;
  private final BlobRemoval removal;
  private final Lane<PurgeStep.Wish, Changed<PurgeStep.Purged>> lane;

  Purger(
      Database database,
      Clock clock,
      Protection protection,
      CollectionGate gate,
      BlobRemoval removal) {
    this.clock = clock;
    this.protection = protection;
    this.gate = gate;
    this.removal = removal;
    this.lane = database.lane("purge", this::decide);
  }

  private List<Changed<PurgeStep.Purged>> decide(Handle handle, List<PurgeStep.Wish> batch) {
    return batch.stream()
        .map(wish -> new PurgeStep(handle, protection, clock.instant()).take(wish))
        .toList();
  }

  /**
   * Purges what was hidden at that time or before.
   *
   * @throws dev.stet.http.RequestException with 503 if nobody can say what is in use
   */
  Purge purge(Instant until, Actor actor) {
    // Manifests first: a hidden blob stays for as long as a hidden manifest refers to it.
    Purge manifests = purge(PurgeStep.Kind.MANIFESTS, until, actor);
    Purge blobs = purge(PurgeStep.Kind.BLOBS, until, actor);
    return new Purge(manifests.manifests(), blobs.blobs(), manifests.bytes() + blobs.bytes());
  }

  private Purge purge(PurgeStep.Kind kind, Instant until, Actor actor) {
    long count = 0;
    long bytes = 0;
    Optional<PurgeStep.Hidden> after = Optional.of(PurgeStep.Hidden.FIRST);
    while (after.isPresent()) {
      PurgeStep.Wish wish = new PurgeStep.Wish(kind, until, after.get(), actor);
      PurgeStep.Purged purged = gate.step(() -> step(wish));
      count += purged.count();
      bytes += purged.bytes();
      after = purged.last();
    }
    return kind == PurgeStep.Kind.MANIFESTS
        ? new Purge(count, 0, bytes)
        : new Purge(0, count, bytes);
  }

  /** Rows first: bytes that no row names are no harm, but a row without its bytes would be. */
  private PurgeStep.Purged step(PurgeStep.Wish wish) {
    PurgeStep.Purged purged = lane.submit(wish).orThrow(_ -> {});
    // A crash here leaves bytes that no row names: the next sweep removes them.
    purged.files().forEach(this::remove);
    return purged;
  }

  /**
   * Removes bytes in the blob store that no row names: what a crash has left between a row and its
   * bytes, or a push that broke off there.
   *
   * @param before when they must have been written; what is younger may belong to a push
   */
  void sweep(Instant before) {
    try {
      removal.strays(before, blob -> gate.step(() -> remove(blob)));
    } catch (IOException e) {
      LOG.warn("The blob store could not be swept; the next run tries again", e);
    }
  }

  private boolean remove(StoredBlob blob) {
    try {
      return removal.remove(blob);
    } catch (IOException | StoreException e) {
      LOG.warn("The bytes of blob {} could not be removed; a sweep tries again", blob.digest(), e);
      return false;
    }
  }
}
