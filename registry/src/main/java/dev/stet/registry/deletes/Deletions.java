package dev.stet.registry.deletes;

import dev.stet.registry.protection.Protection;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Takes things away. Safe for use by many threads; callers wait for the commit. */
public final class Deletions {
  /** A wish to take something away. */
  private record Wish(Deletable what, DeletionReason reason, Actor actor) {}

  private final Clock clock;
  private final Protection protection;
  private final Sequence sequence;
  private final Lane<Wish, DeletionOutcome> lane;

  /**
   * Opens the way to the tables.
   *
   * @param sequence is told of each number that was committed
   */
  public Deletions(Database database, Clock clock, Protection protection, Sequence sequence) {
    this.clock = clock;
    this.protection = protection;
    this.sequence = sequence;
    this.lane = database.lane("deletions", this::decide);
  }

  /**
   * Takes something away, or refuses. Durable when it returns; from then on nothing that was read
   * before is served from memory.
   */
  public DeletionOutcome delete(Deletable what, DeletionReason reason, Actor actor) {
    DeletionOutcome outcome = lane.submit(new Wish(what, reason, actor));
    if (outcome instanceof DeletionOutcome.Deleted deleted) {
      sequence.tombstone(what.repository(), deleted.sequence());
    }
    return outcome;
  }

  private List<DeletionOutcome> decide(Handle handle, List<Wish> batch) {
    return batch.stream().map(wish -> decide(handle, wish)).toList();
  }

  private DeletionOutcome decide(Handle handle, Wish wish) {
    DeletionStep step =
        new DeletionStep(
            handle,
            protection,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            wish.reason(),
            wish.actor());
    return switch (wish.what()) {
      case Deletable.OfName name -> step.delete(name);
      case Deletable.OfNameAsItWas name -> step.delete(name);
      case Deletable.OfManifest manifest -> step.delete(manifest);
      case Deletable.OfBlob blob -> step.delete(blob);
      case Deletable.OfRepository repository -> step.delete(repository);
    };
  }
}
