package dev.stet.registry.tags;

import dev.stet.oci.TagName;
import dev.stet.registry.standing.Sequence;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Who holds which name. Safe for use by many threads; callers wait for the commit.
 *
 * <p>This is the one place where a name is given: the tag PUT, the digest PUT with {@code ?tag=}
 * and everything later that pushes comes through {@link #claim}.
 */
public final class TagLedger {
  private final Database database;
  private final TagRules rules;
  private final NamesGate gate;
  private final Sequence sequence;
  private final Consumer<ClaimOutcome> observer;
  private final Lane<Claim, ClaimOutcome> claims;

  /**
   * Opens the ledger.
   *
   * @param gate lets claims through
   * @param sequence is told of each number that was committed
   * @param observer is told of each outcome, after its commit
   */
  public TagLedger(
      Database database,
      Clock clock,
      TagRules rules,
      NamesGate gate,
      Sequence sequence,
      Consumer<ClaimOutcome> observer) {
    this.database = database;
    this.rules = rules;
    this.gate = gate;
    this.sequence = sequence;
    this.observer = observer;
    this.claims =
        database.lane("claims", (handle, batch) -> decide(handle, batch, rules, clock.instant()));
  }

  /** Where the history of a database is. */
  public static Sequence sequence(Database database) {
    return new Sequence(database.read(History::newest));
  }

  /**
   * Stores a manifest and gives it its names, or refuses. Durable when it returns.
   *
   * <p>The same claim again gives the same answer and writes nothing.
   *
   * @throws dev.stet.http.RequestException with 503 while no name can be given
   */
  public ClaimOutcome claim(Claim claim) {
    gate.requireOpen();
    ClaimOutcome outcome = claims.submit(claim);
    if (outcome instanceof ClaimOutcome.Written written) {
      sequence.committed(written.sequence());
    }
    observer.accept(outcome);
    return outcome;
  }

  /** What is odd about the tags of a claim that was made; one line each. */
  public List<String> warnings(Claim claim) {
    return claim.names().stream().flatMap(name -> warning(claim, name).stream()).toList();
  }

  private Optional<String> warning(Claim claim, TagName name) {
    return rules.compare(name, claim.pushed().source())
            instanceof TagRules.Honesty.Doubtful(String warning)
        ? database
            .read(handle -> NameRows.find(handle, claim.repository(), name))
            .filter(held -> held.kind() == NameKind.TAG)
            .map(_ -> warning)
        : Optional.empty();
  }

  /** Decides and writes a batch inside a transaction. */
  static List<ClaimOutcome> decide(Handle handle, List<Claim> batch, TagRules rules, Instant now) {
    ClaimReads reads = ClaimReads.of(handle, batch);
    ClaimWrites writes = new ClaimWrites(handle, now, reads.newestSequence());
    NameDecisions names = new NameDecisions(rules, reads, new MachineContent(reads::manifest));
    ClaimDecisions decisions = new ClaimDecisions(names, reads, writes);
    List<ClaimOutcome> outcomes = batch.stream().map(decisions::decide).toList();
    writes.execute();
    return outcomes;
  }
}
