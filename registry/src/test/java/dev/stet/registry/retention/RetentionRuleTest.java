package dev.stet.registry.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.oci.Digest;
import dev.stet.oci.MalformedException;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.TagRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionRuleTest {
  private static final Instant NOW = Instant.parse("2026-11-20T14:00:00Z");
  private static final Moment MOMENT = new Moment(NOW, NOW.minus(Duration.ofDays(365)));

  /** A tag that is so many days old and was never pulled. */
  private static Candidate tag(String name, int days, int inBranch, int inRepository) {
    return candidate("shop/api", name, NameKind.TAG, days, inBranch, inRepository, -1);
  }

  private static Candidate candidate(
      String repository,
      String name,
      NameKind kind,
      int days,
      int inBranch,
      int inRepository,
      int pulledDaysAgo) {
    TagName tag = TagName.parse(name);
    HeldName held =
        new HeldName(
            RepositoryName.parse(repository),
            tag,
            kind,
            Optional.of(Digest.sha256(new byte[] {1})),
            7,
            NOW.minus(Duration.ofDays(days)),
            new Actor("ci", ""),
            Optional.empty(),
            Optional.empty());
    Optional<Instant> pulled =
        pulledDaysAgo < 0
            ? Optional.empty()
            : Optional.of(NOW.minus(Duration.ofDays(pulledDaysAgo)));
    return new Candidate(held, TagRules.branch(tag), inBranch, inRepository, pulled);
  }

  /** What a rule says, e.g. {@code go: is not …}; {@code nothing} where it says nothing. */
  private static String opinion(String rule, Candidate tag) {
    return opinion(rule, tag, MOMENT);
  }

  private static String opinion(String rule, Candidate tag, Moment moment) {
    return RetentionRule.parse(rule)
        .of(tag, moment)
        .map(
            opinion ->
                switch (opinion) {
                  case Opinion.Go(String reason) -> "go: " + reason;
                  case Opinion.Stay(String reason) -> "stay: " + reason;
                })
        .orElse("nothing");
  }

  @Test
  void theNewestOfEachBranchStay() {
    String rule = "keep 20 newest per branch";
    assertThat(opinion(rule, tag("main-3035eca", 900, 20, 300)))
        .isEqualTo("stay: is among the 20 newest of branch main");
    assertThat(opinion(rule, tag("main-3035eca", 0, 21, 21)))
        .isEqualTo("go: is not among the 20 newest of branch main");
    assertThat(opinion(rule, tag("fix-login-3035eca", 0, 21, 21)))
        .isEqualTo("go: is not among the 20 newest of branch fix-login");
    assertThat(opinion(rule, tag("1.5.213", 900, 0, 300)))
        .as("a tag that names no branch is no matter of this rule")
        .isEqualTo("nothing");
  }

  @Test
  void theNewestOfTheRepositoryStay() {
    assertThat(opinion("keep 3 newest", tag("1.0", 900, 0, 3)))
        .isEqualTo("stay: is among the 3 newest of the repository");
    assertThat(opinion("keep 3 newest", tag("1.0", 0, 0, 4)))
        .isEqualTo("go: is not among the 3 newest of the repository");
  }

  @Test
  void whatMatchesStays() {
    assertThat(opinion("keep v*", tag("v1", 900, 0, 1))).isEqualTo("stay: matches v*");
    assertThat(opinion("keep v*", tag("1", 900, 0, 1))).isEqualTo("nothing");
    assertThat(opinion("keep v1", tag("v12", 900, 0, 1))).as("in full").isEqualTo("nothing");
  }

  @Test
  void whatMatchesGoesWhenItIsOldEnough() {
    String rule = "pr-* after 14 days";
    assertThat(opinion(rule, tag("pr-7-3035eca", 15, 1, 1)))
        .isEqualTo("go: matches pr-* and was pushed more than 14 days ago");
    assertThat(opinion(rule, tag("pr-7-3035eca", 14, 1, 1)))
        .as("not a moment less")
        .isEqualTo("nothing");
    assertThat(opinion(rule, tag("xpr-7", 900, 1, 1))).isEqualTo("nothing");
    assertThat(opinion("pr-* after 2 weeks", tag("pr-7", 15, 0, 1))).startsWith("go");
    assertThat(opinion("pr-* after 2 weeks", tag("pr-7", 14, 0, 1))).isEqualTo("nothing");
    assertThat(opinion("pr-* after 1 day", tag("pr-7", 2, 0, 1))).endsWith("more than 1 day ago");
  }

  @Test
  void whatNobodyPullsGoes() {
    String rule = "not pulled for 90 days";
    String gone = "go: was neither pushed nor pulled in 90 days";
    assertThat(opinion(rule, pulled(200, -1))).isEqualTo(gone);
    assertThat(opinion(rule, pulled(200, 91))).isEqualTo(gone);
    assertThat(opinion(rule, pulled(200, 89))).isEqualTo("nothing");
    assertThat(opinion(rule, pulled(89, -1))).as("it is young").isEqualTo("nothing");
    assertThat(opinion(rule, pulled(89, 200))).as("pushed again").isEqualTo("nothing");
  }

  /** ecr#921: images were lost because nobody knew of pulls before the rule came. */
  @Test
  void nobodyCanSayThatAnImageWasNotPulledBeforePullsWereWrittenDown() {
    Moment young = new Moment(NOW, NOW.minus(Duration.ofDays(89)));
    assertThat(opinion("not pulled for 90 days", pulled(200, -1), young))
        .isEqualTo("stay: may have been pulled before pulls were written down");
    assertThat(opinion("not pulled for 88 days", pulled(200, -1), young)).startsWith("go");
  }

  private static Candidate pulled(int days, int pulledDaysAgo) {
    return candidate("shop/api", "1.0", NameKind.TAG, days, 0, 1, pulledDaysAgo);
  }

  @ParameterizedTest
  @CsvSource({
    "in shop/api: keep 1 newest, shop/api, true",
    "in shop/api: keep 1 newest, shop/web, false",
    "in shop/api: keep 1 newest, shop/api/x, false",
    "in shop/**: keep 1 newest, shop/api, true",
    "in shop/**: keep 1 newest, shop/api/x, true",
    "in shop/**: keep 1 newest, shop, false",
    "in shop/**: keep 1 newest, shopping/api, false",
    "keep 1 newest, anything, true"
  })
  void aRuleMayBeAboutSomeRepositories(String rule, String repository, boolean about) {
    Candidate tag = candidate(repository, "1.0", NameKind.TAG, 1, 0, 2, -1);
    assertThat(opinion(rule, tag)).isEqualTo(about ? opinion("keep 1 newest", tag) : "nothing");
    assertThat(RetentionRule.parse(rule).isAbout(RepositoryName.parse(repository)))
        .isEqualTo(about);
  }

  /** METR/hawk#1002: cache manifests ate the counts and halved how far one could go back. */
  @Test
  void machineTagsDoNotCount() {
    Candidate cache = candidate("shop/api", "cache-3035eca", NameKind.MACHINE, 900, 0, 0, -1);
    for (String rule :
        new String[] {"keep 1 newest", "keep 1 newest per branch", "not pulled for 1 day"}) {
      assertThat(opinion(rule, cache)).as(rule).isEqualTo("nothing");
    }
    assertThat(opinion("cache-* after 14 days", cache)).startsWith("go");
    assertThat(opinion("keep cache-*", cache)).startsWith("stay");
  }

  @Test
  void aRuleIsShownAsItWasWritten() {
    assertThat(RetentionRule.parse("  keep  20 newest ")).hasToString("keep  20 newest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keep",
        "keep 20",
        "keep 0 newest",
        "keep -1 newest",
        "keep 1000000 newest",
        "keep many newest",
        "keep 20 newest per tag",
        "keep 20 oldest",
        "keep v* w*",
        "keep /",
        "pr-* after",
        "pr-* after 14",
        "pr-* after 14 fortnights",
        "pr-* after 14 days please",
        "pr/* after 14 days",
        "-x after 14 days",
        "not pulled for 90",
        "not pushed for 90 days",
        "not pulled since 90 days",
        "in shop/api keep 1 newest",
        "in shop/api:",
        "in Shop: keep 1 newest",
        "in *: keep 1 newest",
        "in : keep 1 newest",
        "in shop/**: in shop/api: keep 1 newest",
        "Keep 20 newest"
      })
  void whatCannotBeReadIsSaid(String rule) {
    assertThatExceptionOfType(RuleException.class)
        .isThrownBy(() -> RetentionRule.parse(rule))
        .satisfies(
            e ->
                assertThat(e.message())
                    .startsWith("the rule \"" + rule + "\" cannot be followed: ")
                    .doesNotContain("\n"));
  }

  @Test
  void whatAsksForEnvironmentsIsAnErrorUntilTheyAreKnown() {
    assertThatExceptionOfType(RuleException.class)
        .isThrownBy(() -> RetentionRule.parse("never what ran in production in the last year"))
        .withMessageContaining("this Stet does not know yet what runs where")
        .withMessageContaining("stet pin");
  }

  @Property(tries = 5000)
  void anyTextIsARuleOrARuleException(@ForAll("texts") String text) {
    try {
      RetentionRule rule = RetentionRule.parse(text);
      assertThat(rule).hasToString(text.strip());
      assertThat(rule.of(tag("main-3035eca", 100, 5, 5), MOMENT)).isNotNull();
    } catch (RuleException e) {
      assertThat(e.message())
          .startsWith("the rule " + MalformedException.show(text.strip()))
          .doesNotContainPattern("\\p{Cntrl}");
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.of(
                "keep",
                "newest",
                "per",
                "branch",
                "after",
                "days",
                "weeks",
                "not",
                "pulled",
                "for",
                "in",
                "never",
                "what",
                "ran",
                "shop/**:",
                "shop:",
                ":",
                "pr-*",
                "*",
                "**",
                "20",
                "0",
                "99999999999999999999",
                ""),
            Arbitraries.strings().ofMaxLength(4))
        .list()
        .ofMaxSize(7)
        .map(words -> String.join(" ", words));
  }
}
