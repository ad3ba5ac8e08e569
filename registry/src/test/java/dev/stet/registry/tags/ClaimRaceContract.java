package dev.stet.registry.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.Images;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What becomes of claims that are made at once, on every database. */
abstract class ClaimRaceContract extends LedgerContract {
  ClaimRaceContract(TestDatabase databases) {
    super(databases);
  }

  @Test
  void of200FirstPushesOfDifferentImagesOneClaims() {
    List<ClaimOutcome> outcomes = together(200, number -> claim(number, "1.0"));
    HeldName winner = standing("1.0").orElseThrow();
    assertThat(outcomes).containsOnlyOnce(new ClaimOutcome.Claimed(1));
    assertThat(outcomes).filteredOn(new ClaimOutcome.Taken(winner)::equals).hasSize(199);
    assertThat(rows("history")).isEqualTo(1);
    assertThat(rows("manifest")).isEqualTo(1);
  }

  @Test
  void of200PushesOfOneImageOneClaimsAndTheOthersFindItSo() {
    List<ClaimOutcome> outcomes = together(200, _ -> claim(1, "1.0"));
    assertThat(outcomes).containsOnlyOnce(new ClaimOutcome.Claimed(1));
    assertThat(outcomes).filteredOn(new ClaimOutcome.AlreadyNames(1)::equals).hasSize(199);
    assertThat(rows("history")).isEqualTo(1);
  }

  /** Without that the database would refuse the batch, and each claim would cost a commit. */
  @Test
  void theClaimsOfOneBatchSeeEachOther() {
    byte[] child = Images.index(List.of(), Map.of("child", "1"));
    List<Claim> batch =
        List.of(
            claim(1, "1.0"),
            claim(2, "1.0"),
            claim(1, "1.0"),
            of(Images.index(List.of(child), Map.of()), "index"),
            of(child),
            of(Images.index(List.of(child), Map.of()), "index"),
            claim(2, "2.0"));
    List<ClaimOutcome> outcomes =
        database
            .<List<Claim>, List<ClaimOutcome>>lane(
                "one batch",
                (handle, changes) -> changes.stream().map(it -> decide(handle, it)).toList())
            .submit(batch);
    HeldName first = standing("1.0").orElseThrow();
    assertThat(outcomes)
        .containsExactly(
            new ClaimOutcome.Claimed(1),
            new ClaimOutcome.Taken(first),
            new ClaimOutcome.AlreadyNames(1),
            new ClaimOutcome.Missing(List.of(Digest.sha256(child))),
            new ClaimOutcome.Stored(),
            new ClaimOutcome.Claimed(2),
            new ClaimOutcome.Claimed(3));
    assertThat(first.image()).isEqualTo(digest(1));
  }

  private static List<ClaimOutcome> decide(Handle handle, List<Claim> batch) {
    return TagLedger.decide(handle, batch, new TagRules(Set.of(), false), NOW);
  }

  @Test
  void pairsOfNamesNeverEndUpHalf() {
    List<ClaimOutcome> outcomes =
        together(200, number -> claim(number, "a" + number % 7, "b" + number % 5));
    long claimed = outcomes.stream().filter(ClaimOutcome.Claimed.class::isInstance).count();
    assertThat(rows("name")).isEqualTo(2 * claimed);
    assertThat(
            count(
                "SELECT COUNT(*) FROM (SELECT digest FROM name GROUP BY digest"
                    + " HAVING COUNT(*) <> 2) halves"))
        .isZero();
  }

  @Test
  void theSequenceIsOneOrderForTheWholeRegistry() {
    List<ClaimOutcome> outcomes =
        together(
            300,
            number ->
                new Claim(
                    RepositoryName.parse("r" + number % 3),
                    manifest(number, Optional.empty()),
                    List.of(TagName.parse("t" + number)),
                    CI,
                    IfTaken.REFUSE));
    assertThat(outcomes)
        .extracting(outcome -> ((ClaimOutcome.Claimed) outcome).sequence())
        .doesNotHaveDuplicates()
        .allMatch(number -> number >= 1 && number <= 300);
    assertThat(
            count(
                "SELECT COUNT(*) FROM name n JOIN history h ON h.sequence = n.sequence"
                    + " AND h.name = n.name AND h.repository = n.repository"))
        .isEqualTo(300);
    assertThat(sequence.newest()).isEqualTo(300);

    restart();
    assertThat(sequence.newest()).as("after a restart").isEqualTo(300);
    assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.Claimed(301));
  }
}
