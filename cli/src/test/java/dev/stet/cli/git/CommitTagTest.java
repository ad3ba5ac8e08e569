package dev.stet.cli.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.TagName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitTagTest {
  private static final String COMMIT = "3035eca9c1a5a8a3b2b1e0d9c8b7a6f504132231";

  /** Reads a tag from the right, as anyone may who does not know how it was made. */
  private static final Pattern TAG =
      Pattern.compile(
          "(?<branch>.+)-(?<commit>[0-9a-f]{7,40}|[0-9a-f]{64})(?<suffix>-dirty\\.[0-9a-f]{8})?");

  @ParameterizedTest
  @CsvSource({
    "main, main-3035eca",
    "feature/login, feature-login-3035eca",
    "Feature_X.2, Feature_X.2-3035eca",
    "_ok, _ok-3035eca",
    "a//b--c, a-b-c-3035eca",
    "-.lead, lead-3035eca",
    "trail.-., trail-3035eca",
    "dependabot/npm_and_yarn/x-1.2.3, dependabot-npm_and_yarn-x-1.2.3-3035eca",
    "3035eca, 3035eca-3035eca",
  })
  void aBranchStaysReadable(String branch, String tag) {
    assertThat(CommitTag.of(branch, COMMIT, 7, "")).hasToString(tag);
  }

  @Test
  void lettersOfOtherAlphabetsAreToldApartByAMark() {
    assertThat(CommitTag.of("feature/日本", COMMIT, 7, "").value())
        .matches("feature-[0-9a-f]{4}-3035eca")
        .isNotEqualTo(CommitTag.of("feature/中国", COMMIT, 7, "").value());
  }

  @Test
  void aBranchOfWhichNothingIsLeftIsItsMarkAlone() {
    assertThat(CommitTag.of("日本", COMMIT, 7, "").value()).matches("[0-9a-f]{4}-3035eca");
    assertThat(CommitTag.of("---", COMMIT, 7, "").value()).matches("[0-9a-f]{4}-3035eca");
    assertThat(CommitTag.of("", COMMIT, 7, "").value()).matches("[0-9a-f]{4}-3035eca");
  }

  @Test
  void branchesThatDifferWhereTheyAreCutStayApart() {
    String one = CommitTag.of("x".repeat(200) + "1", COMMIT, 7, "").value();
    String two = CommitTag.of("x".repeat(200) + "2", COMMIT, 7, "").value();
    assertThat(one).hasSize(128).endsWith("-3035eca").isNotEqualTo(two);
  }

  @Test
  void aCutEndsInNoSeparator() {
    String branch = "a".repeat(114) + "/-./" + "b".repeat(50);
    assertThat(CommitTag.of(branch, COMMIT, 7, "").value()).matches("a{114}-[0-9a-f]{4}-3035eca");
  }

  @Property(tries = 20_000)
  void everyBranchAndCommitGivesATagThatReadsBack(
      @ForAll("branches") String branch,
      @ForAll("commits") String commit,
      @ForAll("suffixes") String suffix,
      @ForAll @IntRange(min = 7, max = 64) int wanted) {
    int digits = Math.min(wanted, commit.length());
    String tag = CommitTag.of(branch, commit, digits, suffix).value();

    assertThat(TagName.isWellFormed(tag)).as(tag).isTrue();
    assertThat(tag).endsWith(commit.substring(0, digits) + suffix);
    Matcher matcher = TAG.matcher(tag);
    if (digits <= 40 || digits == 64) {
      assertThat(matcher.matches()).as(tag).isTrue();
      assertThat(matcher.group("commit")).isEqualTo(commit.substring(0, digits));
      assertThat(matcher.group("branch"))
          .isEqualTo(tag.substring(0, tag.length() - digits - 1 - suffix.length()))
          .doesNotStartWith("-")
          .doesNotStartWith(".")
          .doesNotEndWith("-")
          .doesNotEndWith(".");
    }
  }

  @Property(tries = 5_000)
  void theTagOfACommitStaysTheSame(
      @ForAll("branches") String branch, @ForAll("commits") String commit) {
    assertThat(CommitTag.of(branch, commit, 7, "")).isEqualTo(CommitTag.of(branch, commit, 7, ""));
  }

  @Provide
  Arbitrary<String> branches() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(300),
        Arbitraries.strings().ascii().ofMaxLength(200),
        Arbitraries.strings().withChars("ab-./_").ofMaxLength(160),
        Arbitraries.strings().withChars("0123456789abcdef-").ofMaxLength(80));
  }

  @Provide
  Arbitrary<String> commits() {
    return Arbitraries.of(40, 64)
        .flatMap(length -> Arbitraries.strings().withChars("0123456789abcdef").ofLength(length));
  }

  @Provide
  Arbitrary<String> suffixes() {
    return Arbitraries.of("", "-dirty.1f9a0c2e", "-dirty.00000000");
  }
}
