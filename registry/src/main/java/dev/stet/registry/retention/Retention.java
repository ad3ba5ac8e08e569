package dev.stet.registry.retention;

import dev.stet.oci.RepositoryName;
import dev.stet.registry.deletes.Deletable;
import dev.stet.registry.deletes.DeletionOutcome;
import dev.stet.registry.deletes.Deletions;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Plans what rules of retention say, and carries it out. Safe for use by many threads. */
public final class Retention {
  private final Database database;
  private final Clock clock;
  private final Protection protection;
  private final Deletions deletions;
  private final List<RetentionRule> rules;

  /** Goes by these rules. */
  public Retention(
      Database database,
      Clock clock,
      Protection protection,
      Deletions deletions,
      List<RetentionRule> rules) {
    this.database = database;
    this.clock = clock;
    this.protection = protection;
    this.deletions = deletions;
    this.rules = List.copyOf(rules);
  }

  /**
   * Asks the rules about every tag, and changes nothing.
   *
   * @throws dev.stet.http.RequestException with 503 if nobody can say what is in use
   */
  public Plan plan() {
    Plan.Draft draft = new Plan.Draft(clock.instant());
    for (RepositoryName repository : repositories()) {
      database.read(handle -> judge(handle, repository, draft));
    }
    return draft.plan();
  }

  /**
   * Deletes the tags that may go. Each is decided about once more when it is deleted: one that
   * became protected stays, and one that was moved meanwhile is left for another time.
   *
   * @return what was done; durable
   * @throws dev.stet.http.RequestException with 503 if nobody can say what is in use
   */
  public Plan run(Actor actor) {
    Plan.Draft done = new Plan.Draft(clock.instant());
    for (RepositoryName repository : repositories()) {
      Plan.Draft round = round(repository);
      while (delete(round, actor, done) && round.isCut()) {
        round = round(repository);
      }
      done.stayed(round);
    }
    return done.plan();
  }

  /** What is to be done in a repository, or a part of it if it is much. */
  private Plan.Draft round(RepositoryName repository) {
    return database.read(handle -> judge(handle, repository, new Plan.Draft(clock.instant())));
  }

  private Plan.Draft judge(Handle handle, RepositoryName repository, Plan.Draft draft) {
    if (rules.stream().anyMatch(rule -> rule.isAbout(repository))) {
      new Judgement(handle, protection, rules, new Moment(draft.at(), pullsKnownSince(handle)))
          .of(repository, draft);
    }
    return draft;
  }

  /** Whether any tag was deleted. */
  private boolean delete(Plan.Draft round, Actor actor, Plan.Draft done) {
    boolean any = false;
    for (Plan.Judged judged : round.going()) {
      Deletable what = new Deletable.OfNameAsItWas(judged.tag());
      switch (deletions.delete(what, DeletionReason.RETENTION, actor)) {
        case DeletionOutcome.Deleted _ -> {
          done.go(judged);
          any = true;
        }
        case DeletionOutcome.Protected(_, String why) ->
            done.stay(new Plan.Judged(judged.tag(), why));
        case DeletionOutcome.Unknown _, DeletionOutcome.Needed _, DeletionOutcome.IsChannel _ -> {}
      }
    }
    return any;
  }

  private List<RepositoryName> repositories() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT name FROM repository WHERE deleted_at IS NULL ORDER BY name")
                .mapTo(String.class)
                .map(RepositoryName::parse)
                .list());
  }

  /** Before that nobody can say that something was not pulled. */
  private Instant pullsKnownSince(Handle handle) {
    return handle
        .createQuery("SELECT since FROM pulls_known")
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli)
        .orElseGet(clock::instant);
  }
}
