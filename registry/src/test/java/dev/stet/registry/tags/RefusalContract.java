package dev.stet.registry.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.SourceRevision.Origin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which claims are refused, warned of and counted, on every database. */
abstract class RefusalContract extends LedgerContract {
  RefusalContract(TestDatabase databases) {
    super(databases);
  }

  @Test
  void aRollingNameIsRefusedAlsoTheFirstTime() {
    assertThat(ledger.claim(claim(1, "latest")))
        .isEqualTo(new ClaimOutcome.Rolling(TagName.parse("latest")));
    assertThat(standing("latest")).isEmpty();
    assertThat(rows("repository")).isZero();
    assertThat(ledger.claim(claim(1, "Latest"))).isInstanceOf(ClaimOutcome.Claimed.class);
  }

  @Test
  void aNameThatLiesIsRefusedUntilItStands() {
    Claim lie =
        claim(manifest(1, builtFrom("77d0b1c".repeat(5) + "77d0b")), IfTaken.REFUSE, "a-3035eca");
    assertThat(ledger.claim(lie)).isInstanceOf(ClaimOutcome.Lies.class);
    assertThat(standing("a-3035eca")).isEmpty();
    assertThat(holds(1)).isFalse();

    Claim truth = claim(manifest(2, builtFrom(COMMIT)), IfTaken.REFUSE, "a-3035eca");
    assertThat(ledger.claim(truth)).isEqualTo(new ClaimOutcome.Claimed(1));
    assertThat(standing("a-3035eca").flatMap(HeldName::revision)).contains(COMMIT);
    assertThat(ledger.claim(lie))
        .as("who holds it matters more")
        .isInstanceOf(ClaimOutcome.Taken.class);
  }

  @Test
  void whatIsOddIsWarnedOfAndNoted() {
    SourceRevision label = new SourceRevision("77d0b1c77d0b1c", Origin.LABEL, Optional.empty());
    Claim odd = claim(manifest(1, Optional.of(label)), IfTaken.REFUSE, "a-3035eca", "1.0");
    assertThat(ledger.claim(odd)).isInstanceOf(ClaimOutcome.Claimed.class);
    assertThat(ledger.warnings(odd))
        .containsExactly("tag a-3035eca names another commit than a label of the image: 77d0b1c");
    assertThat(count("SELECT COUNT(*) FROM history WHERE note IS NOT NULL AND name = 'a-3035eca'"))
        .isEqualTo(1);
    assertThat(count("SELECT COUNT(*) FROM history WHERE note IS NOT NULL")).isEqualTo(1);
  }

  @Test
  void aTakenNameIsKeptOnlyForTheSameCommit() {
    Claim first = claim(manifest(1, builtFrom(COMMIT)), IfTaken.KEEP, "a-3035eca");
    assertThat(ledger.claim(first)).isEqualTo(new ClaimOutcome.Claimed(1));
    assertThat(ledger.claim(first)).isEqualTo(new ClaimOutcome.AlreadyNames(1));
    HeldName standing = standing("a-3035eca").orElseThrow();

    Claim rebuilt = claim(manifest(2, builtFrom(COMMIT)), IfTaken.KEEP, "a-3035eca");
    assertThat(ledger.claim(rebuilt)).isEqualTo(new ClaimOutcome.Kept(standing));
    assertThat(holds(2)).isFalse();
    assertThat(rows("history")).isEqualTo(1);
    assertThat(rows("refused_push")).isZero();

    ClaimOutcome taken = new ClaimOutcome.Taken(standing);
    for (Claim other :
        List.of(
            claim(manifest(2, builtFrom(COMMIT)), IfTaken.REFUSE, "a-3035eca"),
            claim(manifest(3, builtFrom("77d0b1c")), IfTaken.KEEP, "a-3035eca"),
            claim(manifest(4, builtFrom("3035eca")), IfTaken.KEEP, "a-3035eca"),
            claim(manifest(5, Optional.empty()), IfTaken.KEEP, "a-3035eca"),
            claim(manifest(6, builtFrom(COMMIT)), IfTaken.KEEP, "a-3035eca", "more"))) {
      assertThat(ledger.claim(other)).isEqualTo(taken);
    }
  }

  @Test
  void twoImagesOfWhichNobodyKnowsTheCommitAreNotTheSame() {
    Claim first = claim(manifest(1, Optional.empty()), IfTaken.KEEP, "1.0");
    assertThat(ledger.claim(first)).isInstanceOf(ClaimOutcome.Claimed.class);
    assertThat(ledger.claim(claim(manifest(2, Optional.empty()), IfTaken.KEEP, "1.0")))
        .isInstanceOf(ClaimOutcome.Taken.class);
  }

  @Test
  void refusedPushesAreCounted() {
    assertThat(ledger.claim(claim(1, "1.0"))).isInstanceOf(ClaimOutcome.Claimed.class);
    for (int i = 0; i < 3; i++) {
      assertThat(ledger.claim(claim(2, "1.0"))).isInstanceOf(ClaimOutcome.Taken.class);
    }
    assertThat(ledger.claim(claim(3, "1.0"))).isInstanceOf(ClaimOutcome.Taken.class);
    assertThat(ledger.claim(claim(3, "latest"))).isInstanceOf(ClaimOutcome.Rolling.class);
    assertThat(rows("refused_push")).isEqualTo(3);
    assertThat(
            count(
                "SELECT count FROM refused_push WHERE name = '1.0' AND digest = '"
                    + digest(2)
                    + "'"))
        .isEqualTo(3);
    assertThat(count("SELECT COUNT(*) FROM refused_push WHERE reason = 'ROLLING_NAME'"))
        .isEqualTo(1);
  }

  @Test
  void refusedPushesOfANameAreBounded() {
    assertThat(ledger.claim(claim(0, "1.0"))).isInstanceOf(ClaimOutcome.Claimed.class);
    together(150, number -> claim(number + 1, "1.0"));
    assertThat(ledger.claim(claim(1, "1.0"))).isInstanceOf(ClaimOutcome.Taken.class);
    assertThat(rows("refused_push")).as("100 and one for the rest").isEqualTo(101);
    assertThat(count("SELECT SUM(count) FROM refused_push")).isEqualTo(151);
    assertThat(count("SELECT count FROM refused_push WHERE actor_name = 'others'"))
        .isBetween(50L, 51L);
  }

  @Test
  void refusedPushesOfARepositoryAreBounded() {
    fill(9_999);
    for (String name : List.of("a", "b", "c", "a")) {
      assertThat(ledger.claim(claim(1, "latest", name))).isInstanceOf(ClaimOutcome.Rolling.class);
      assertThat(ledger.claim(claim(2, "main", name))).isInstanceOf(ClaimOutcome.Rolling.class);
    }
    assertThat(rows("refused_push")).as("10,000 and one for the rest").isEqualTo(10_001);
    assertThat(count("SELECT SUM(count) FROM refused_push")).isEqualTo(9_999 + 8);
    assertThat(count("SELECT count FROM refused_push WHERE name = 'latest'")).isEqualTo(4);
    assertThat(count("SELECT count FROM refused_push WHERE name = ''")).isEqualTo(4);

    Claim elsewhere =
        new Claim(
            RepositoryName.parse("shop/web"),
            manifest(1, Optional.empty()),
            List.of(TagName.parse("latest")),
            CI,
            IfTaken.REFUSE);
    assertThat(ledger.claim(elsewhere)).isInstanceOf(ClaimOutcome.Rolling.class);
    assertThat(rows("refused_push")).isEqualTo(10_002);
  }

  private void fill(int rows) {
    String numbers =
        "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ")";
    write(
        "INSERT INTO refused_push "
            + numbers
            + " SELECT 'shop/api', 'name-' || i, 'x', 'TAG_TAKEN', 'ci', '', 0, 0, 1 FROM n");
  }

  @Test
  void onlyTagsAreWarnedOf() {
    SourceRevision label = new SourceRevision("77d0b1c77d0b1c", Origin.LABEL, Optional.empty());
    String fallback = "sha256-" + "3035eca".repeat(9) + "3";
    Claim machine = claim(manifest(1, Optional.of(label)), IfTaken.REFUSE, fallback);
    assertThat(ledger.claim(machine)).isInstanceOf(ClaimOutcome.Claimed.class);
    assertThat(standing(fallback).map(HeldName::kind)).contains(NameKind.MACHINE);
    assertThat(ledger.warnings(machine)).isEmpty();
    assertThat(count("SELECT COUNT(*) FROM history WHERE note IS NOT NULL")).isZero();

    write("INSERT INTO repository (name, created_at, kind) VALUES ('shop/web', 0, 'mutable')");
    Claim moving =
        new Claim(
            RepositoryName.parse("shop/web"),
            manifest(1, Optional.of(label)),
            List.of(TagName.parse("a-3035eca")),
            CI,
            IfTaken.REFUSE);
    assertThat(ledger.claim(moving)).isInstanceOf(ClaimOutcome.Claimed.class);
    assertThat(ledger.warnings(moving)).isEmpty();
  }
}
