package dev.stet.registry.space;

import dev.stet.oci.RepositoryName;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.Changed;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Puts out of sight what nothing needs. Safe for use by many threads; callers wait. */
final class Collector {
  private final Database database;
  private final Clock clock;
  private final Protection protection;
  private final Sequence sequence;
  private final CollectionGate gate;
  private final Lane<CollectionStep.Wish, Changed<CollectionStep.Taken>> lane;

  /**
   * Opens the way to the tables.
   *
   * @param sequence is told of each number that was committed
   */
  Collector(
      Database database,
      Clock clock,
      Protection protection,
      Sequence sequence,
      CollectionGate gate) {
    this.database = database;
    this.clock = clock;
    this.protection = protection;
    this.sequence = sequence;
    this.gate = gate;
    this.lane = database.lane("collection", this::decide);
  }

  private List<Changed<CollectionStep.Taken>> decide(
      Handle handle, List<CollectionStep.Wish> batch) {
    CollectionStep step = new CollectionStep(handle, protection, clock.instant());
    return batch.stream().map(step::take).toList();
  }

  /**
   * Collects. What it tells of is durable when it returns, and no longer served from memory.
   *
   * @throws dev.stet.http.RequestException with 503 if nobody can say what is in use; what was
   *     collected before that surely was not
   */
  Garbage collect(Grace grace, Actor actor) {
    Grace.Limits limits = grace.at(clock.instant());
    Candidates candidates = new Candidates(database, protection, limits);
    Garbage.Tally tally = new Garbage.Tally();
    candidates.repositories(
        repository -> {
          candidates.manifests(
              repository, page -> manifests(repository, page, limits, actor, tally));
          candidates.blobs(
              repository,
              page -> take(new CollectionStep.Blobs(repository, page, limits, actor), tally));
        });
    return tally.garbage();
  }

  private void manifests(
      RepositoryName repository,
      List<Candidates.Judged> page,
      Grace.Limits limits,
      Actor actor,
      Garbage.Tally tally) {
    page.forEach(judged -> tally.kept(repository, judged));
    take(
        new CollectionStep.Manifests(
            repository,
            page.stream()
                .filter(judged -> judged.verdict() instanceof Verdict.Unneeded)
                .map(Candidates.Judged::digest)
                .toList(),
            limits,
            actor),
        tally);
  }

  private void take(CollectionStep.Wish wish, Garbage.Tally tally) {
    if (!wish.isEmpty()) {
      gate.step(() -> lane.submit(wish))
          .orThrow(
              taken -> {
                taken.number().ifPresent(it -> sequence.tombstone(wish.repository(), it));
                tally.taken(wish.repository(), taken);
              });
    }
  }

  /** Tells what {@link #collect} would take, and takes nothing. */
  Garbage rehearse(Grace grace) {
    Grace.Limits limits = grace.at(clock.instant());
    Candidates candidates = new Candidates(database, protection, limits);
    Garbage.Tally tally = new Garbage.Tally();
    candidates.repositories(
        repository -> new Rehearsal(database, candidates, limits, repository, tally).run());
    return tally.garbage();
  }
}
