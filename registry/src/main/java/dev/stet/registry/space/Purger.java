package dev.stet.registry.space;

import dev.stet.registry.blobs.BlobRemoval;
import dev.stet.registry.blobs.StoredBlob;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.tags.Changed;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.io.IOException;
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

  private final Protection protection;
  private final CollectionGate gate;
  private final BlobRemoval removal;
  private final Lane<PurgeStep.Wish, Changed<PurgeStep.Purged>> lane;

  Purger(Database database, Protection protection, CollectionGate gate, BlobRemoval removal) {
    this.protection = protection;
    this.gate = gate;
    this.removal = removal;
    this.lane = database.lane("purge", this::decide);
  }

  private List<Changed<PurgeStep.Purged>> decide(Handle handle, List<PurgeStep.Wish> batch) {
    return batch.stream().map(wish -> new PurgeStep(handle, protection).take(wish)).toList();
  }

  /**
   * Purges what was hidden at that time or before.
   *
   * @throws dev.stet.http.RequestException with 503 if nobody can say what is in use
   */
  Purge purge(Instant until) {
    // Manifests first: a hidden blob stays for as long as a hidden manifest refers to it.
    Count manifests = purge(PurgeStep.Kind.MANIFESTS, until);
    Count blobs = purge(PurgeStep.Kind.BLOBS, until);
    return new Purge(manifests.rows(), blobs.rows(), manifests.bytes() + blobs.bytes());
  }

  private record Count(long rows, long bytes) {
    Count plus(long moreRows, long moreBytes) {
      return new Count(rows + moreRows, bytes + moreBytes);
    }
  }

  private Count purge(PurgeStep.Kind kind, Instant until) {
    Count count = new Count(0, 0);
    Optional<PurgeStep.Hidden> after = Optional.of(PurgeStep.Hidden.FIRST);
    while (after.isPresent()) {
      PurgeStep.Wish wish = new PurgeStep.Wish(kind, until, after.get());
      PurgeStep.Purged purged = gate.step(() -> step(wish));
      count = count.plus(purged.count(), purged.bytes());
      after = purged.last();
    }
    return count;
  }

  /** Rows first: bytes that no row names are no harm, but a row without its bytes would be. */
  private PurgeStep.Purged step(PurgeStep.Wish wish) {
    PurgeStep.Purged purged = lane.submit(wish).orThrow(_ -> {});
    // A crash here leaves bytes that no row names: the next sweep removes them.
    purged.files().forEach(this::remove);
    return purged;
  }

  private void remove(StoredBlob blob) {
    try {
      removal.remove(blob);
    } catch (IOException | RuntimeException e) {
      LOG.warn("The bytes of blob {} could not be removed; a sweep tries again", blob.digest(), e);
    }
  }
}
