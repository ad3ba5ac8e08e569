package dev.stet.registry.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Preconditions;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.Images;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of one claim, on every database. */
abstract class ClaimContract extends LedgerContract {
  ClaimContract(TestDatabase databases) {
    super(databases);
  }

  private static final RepositoryName OTHER = RepositoryName.parse("shop/web");

  @Test
  void theFirstPushClaims() {
    assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.Claimed(1));
    assertThat(standing("1.0"))
        .contains(
            new HeldName(
                SHOP,
                TagName.parse("1.0"),
                NameKind.TAG,
                Optional.of(digest(1)),
                1,
                Instant.parse("2026-11-20T14:00:00.123Z"),
                CI,
                Optional.empty(),
                Optional.empty()));
    assertThat(sequence.newest()).isEqualTo(1);
    assertThat(observed).containsExactly(new ClaimOutcome.Claimed(1));
    assertThat(ledger.claim(claim(2, "1.1"))).isEqualTo(new ClaimOutcome.Claimed(2));
    assertThat(standing("1.1").map(HeldName::image)).contains(digest(2));
  }

  @Test
  void theSameAgainIsAlreadySoAndWritesNothing() {
    assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.Claimed(1));
    for (int i = 0; i < 5; i++) {
      assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.AlreadyNames(1));
    }
    assertThat(rows("history")).isEqualTo(1);
    assertThat(rows("refused_push")).isZero();
  }

  @Test
  void anotherImageIsRefusedNamingTheFirst() {
    assertThat(ledger.claim(claim(1, "1.0"))).isInstanceOf(ClaimOutcome.Claimed.class);
    HeldName first = standing("1.0").orElseThrow();
    assertThat(ledger.claim(claim(2, "1.0"))).isEqualTo(new ClaimOutcome.Taken(first));
    assertThat(standing("1.0")).contains(first);
    assertThat(holds(2)).as("what was refused is not readable by digest either").isFalse();
    assertThat(rows("manifest")).isEqualTo(1);
    assertThat(rows("history")).isEqualTo(1);
  }

  @Test
  void aNameIsPerRepositoryAndHasACase() {
    assertThat(ledger.claim(claim(1, "v1"))).isEqualTo(new ClaimOutcome.Claimed(1));
    assertThat(ledger.claim(claim(2, "V1"))).isEqualTo(new ClaimOutcome.Claimed(2));
    assertThat(
            ledger.claim(
                new Claim(
                    OTHER,
                    manifest(3, Optional.empty()),
                    List.of(TagName.parse("v1")),
                    CI,
                    IfTaken.REFUSE)))
        .isEqualTo(new ClaimOutcome.Claimed(3));
  }

  private static PushedManifest bySha512(int number) {
    PushedManifest pushed = manifest(number, Optional.empty());
    return pushed.under(Digest.of(Digest.Algorithm.SHA512, pushed.bytes()));
  }

  @Test
  void theSameBytesUnderAnotherAlgorithmAreTheSameImage() {
    PushedManifest long1 = bySha512(1);
    assertThat(ledger.claim(claim(long1, IfTaken.REFUSE, "1.0")))
        .isEqualTo(new ClaimOutcome.Claimed(1));
    assertThat(holds(1)).isFalse();

    for (int i = 0; i < 2; i++) {
      assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.AlreadyNames(1));
      assertThat(standing("1.0").map(HeldName::image)).contains(long1.digest());
      assertThat(holds(1)).as("so that it can be pulled by the digest that was pushed").isTrue();
    }
    assertThat(ledger.claim(claim(2, "1.0"))).isInstanceOf(ClaimOutcome.Taken.class);
    assertThat(rows("history")).isEqualTo(1);
    assertThat(rows("name")).isEqualTo(1);
  }

  private Claim conditional(int number, String name, Preconditions wanted) {
    TagName tag = TagName.parse(name);
    return new Claim(
        SHOP,
        manifest(number, Optional.empty()),
        List.of(tag),
        CI,
        IfTaken.REFUSE,
        Optional.of(new Condition(tag, wanted)));
  }

  @Test
  void aClaimWhoseConditionDoesNotHoldChangesNothing() {
    Preconditions free = new Preconditions(Optional.empty(), Optional.of("*"));
    Preconditions mine = new Preconditions(Optional.of("\"" + digest(1) + "\""), Optional.empty());

    assertThat(ledger.claim(conditional(1, "1.0", mine)))
        .isEqualTo(new ClaimOutcome.Unmet(Optional.empty()));
    assertThat(rows("manifest") + rows("repository") + rows("history")).isZero();

    assertThat(ledger.claim(conditional(1, "1.0", free))).isEqualTo(new ClaimOutcome.Claimed(1));
    for (int number : new int[] {1, 2}) {
      assertThat(ledger.claim(conditional(number, "1.0", free)))
          .isEqualTo(new ClaimOutcome.Unmet(Optional.of(digest(1))));
    }
    assertThat(ledger.claim(conditional(1, "1.0", mine)))
        .isEqualTo(new ClaimOutcome.AlreadyNames(1));
    assertThat(ledger.claim(conditional(2, "1.0", mine))).isInstanceOf(ClaimOutcome.Taken.class);
    assertThat(holds(2)).isFalse();
    assertThat(rows("refused_push")).as("a condition is no refusal").isEqualTo(1);
  }

  @Test
  void aConditionOnADigestIsAboutItsRepository() {
    Condition isNew =
        new Condition(digest(1), new Preconditions(Optional.empty(), Optional.of("*")));
    Claim claim =
        new Claim(
            SHOP, manifest(1, Optional.empty()), List.of(), CI, IfTaken.REFUSE, Optional.of(isNew));
    assertThat(ledger.claim(claim)).isEqualTo(new ClaimOutcome.Stored());
    assertThat(ledger.claim(claim)).isEqualTo(new ClaimOutcome.Unmet(Optional.of(digest(1))));
  }

  @Test
  void oneImageMayHaveManyNames() {
    assertThat(ledger.claim(claim(1, "1.0", "1.0.0", "1.0")))
        .isEqualTo(new ClaimOutcome.Claimed(2));
    assertThat(ledger.claim(claim(1, "1.0", "one"))).isEqualTo(new ClaimOutcome.Claimed(3));
    assertThat(ledger.claim(claim(1, "1.0.0", "one"))).isEqualTo(new ClaimOutcome.AlreadyNames(3));
    assertThat(rows("name")).isEqualTo(3);
    assertThat(rows("repository_manifest")).isEqualTo(1);
  }

  @Test
  void aPushByDigestIsStoredWithoutAName() {
    assertThat(ledger.claim(claim(1))).isEqualTo(new ClaimOutcome.Stored());
    assertThat(ledger.claim(claim(1))).isEqualTo(new ClaimOutcome.Stored());
    assertThat(holds(1)).isTrue();
    assertThat(rows("history")).isZero();
    assertThat(sequence.newest()).isZero();
  }

  @Test
  void severalNamesAreAllOrNothing() {
    assertThat(ledger.claim(claim(1, "b"))).isEqualTo(new ClaimOutcome.Claimed(1));
    HeldName taken = standing("b").orElseThrow();
    assertThat(ledger.claim(claim(2, "a", "b", "c"))).isEqualTo(new ClaimOutcome.Taken(taken));
    assertThat(ledger.claim(claim(2, "a", "latest")))
        .isEqualTo(new ClaimOutcome.Rolling(TagName.parse("latest")));
    assertThat(standing("a")).isEmpty();
    assertThat(standing("c")).isEmpty();
    assertThat(holds(2)).isFalse();
  }

  @Test
  void allThatIsMissingIsNamed() {
    byte[] config = Images.bytes("{}");
    byte[] layer = Images.bytes("layer");
    byte[] image = Images.image(config, List.of(layer, layer), Map.of());
    byte[] child = Images.index(List.of(), Map.of("child", "1"));
    byte[] index = Images.index(List.of(child, image), Map.of());
    assertThat(ledger.claim(of(image, "1.0")))
        .isEqualTo(new ClaimOutcome.Missing(List.of(Digest.sha256(layer), Digest.sha256(config))));
    assertThat(ledger.claim(of(index, "1.0")))
        .isEqualTo(new ClaimOutcome.Missing(List.of(Digest.sha256(child), Digest.sha256(image))));
    assertThat(rows("repository") + rows("name") + rows("manifest")).isZero();
    assertThat(ledger.claim(of(child))).isEqualTo(new ClaimOutcome.Stored());
    assertThat(ledger.claim(of(index, "1.0")))
        .isEqualTo(new ClaimOutcome.Missing(List.of(Digest.sha256(image))));
  }
}
