package dev.stet.registry.deletes;

import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.deletes.RestorationOutcome.Restored;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.Actor;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;

/**
 * Brings back what was deleted, as long as it has not been purged. A name comes back to the image
 * that it named. Safe for use by many threads; callers wait for the commit.
 */
public final class Restorations {
  private final Clock clock;
  private final Sequence sequence;
  private final Lane<RestorationStep.Wish, RestorationOutcome> lane;

  /** Opens the way to the tables. */
  public Restorations(Database database, Clock clock, Sequence sequence) {
    this.clock = clock;
    this.sequence = sequence;
    this.lane =
        database.lane(
            "restorations",
            (handle, batch) -> batch.stream().map(wish -> decide(handle, wish)).toList());
  }

  /**
   * Brings back a name, a manifest with the names that were deleted with it, or a blob. Moves no
   * channel: only a claim does.
   */
  public RestorationOutcome restore(RepositoryName repository, Reference reference, Actor actor) {
    RestorationOutcome outcome =
        lane.submit(new RestorationStep.Wish(repository, reference, actor));
    if (outcome instanceof Restored restored) {
      sequence.committed(restored.sequence());
    }
    return outcome;
  }

  private RestorationOutcome decide(Handle handle, RestorationStep.Wish wish) {
    return new RestorationStep(handle, clock.instant().truncatedTo(ChronoUnit.MILLIS), wish)
        .decide();
  }
}
