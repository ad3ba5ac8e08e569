package dev.stet.registry.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.TagName;
import dev.stet.registry.tags.SourceRevision.Origin;
import dev.stet.registry.tags.TagRules.Honesty;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagRulesTest {
  private static final TagRules USUAL = new TagRules(Set.of("latest"), false);
  private static final TagRules STRICT = new TagRules(Set.of("latest"), true);
  private static final String COMMIT = "3035eca0123456789abcdef0123456789abcdef0";
  private static final String LONG = COMMIT + "0123456789abcdef01234567";

  private static String compared(TagRules rules, String name, String commit, Origin origin) {
    SourceRevision source = new SourceRevision(commit, origin, Optional.empty());
    return rules.compare(TagName.parse(name), Optional.of(source)).getClass().getSimpleName();
  }

  @ParameterizedTest
  @CsvSource({
    "main-3035eca, Agrees",
    "main-3035eca0, Agrees",
    "a-b-3035eca0123456789abcdef0123456789abcdef0, Agrees",
    "main-3035ecb, Lies",
    "main-abcdef01, Lies",
    "main-3035eca0123456789abcdef0123456789abcdef1, Lies",
    "pr-12-3035eca, Agrees",
    "pr-12-3035ecb, Doubtful",
    "pr-x-3035ecb, Lies",
    "build-1234567, Doubtful",
    "build-20261120, Doubtful",
    "main-3035ec, Agrees",
    "main-303ecbg, Agrees",
    "main-3035ECA, Agrees",
    "main-3035ECB, Lies",
    "3035ecb, Agrees",
    "main_3035ecb, Agrees",
    "main-3035ecb-dirty.abc, Agrees",
    "1.0, Agrees"
  })
  void aNameIsComparedWithAnAnnotation(String name, String honesty) {
    assertThat(compared(USUAL, name, COMMIT, Origin.ANNOTATION)).isEqualTo(honesty);
    assertThat(compared(STRICT, name, COMMIT, Origin.ANNOTATION)).isEqualTo(honesty);
  }

  @ParameterizedTest
  @CsvSource({
    "main-3035eca, Agrees, Agrees",
    "main-3035ecb, Doubtful, Lies",
    "pr-12-3035ecb, Doubtful, Doubtful",
    "build-1234567, Doubtful, Doubtful"
  })
  void aLabelMayBeInheritedUnlessTheRuleIsStrict(String name, String usual, String strict) {
    assertThat(compared(USUAL, name, COMMIT, Origin.LABEL)).isEqualTo(usual);
    assertThat(compared(STRICT, name, COMMIT, Origin.LABEL)).isEqualTo(strict);
  }

  @Test
  void commitsOfSha256RepositoriesHave64Digits() {
    assertThat(compared(USUAL, "main-" + LONG, LONG, Origin.ANNOTATION)).isEqualTo("Agrees");
    assertThat(
            compared(USUAL, "main-" + LONG.replace("3035eca", "3035ecb"), LONG, Origin.ANNOTATION))
        .isEqualTo("Lies");
    assertThat(compared(USUAL, "main-" + "ab".repeat(25), LONG, Origin.ANNOTATION))
        .as("50 digits are no commit")
        .isEqualTo("Agrees");
  }

  @Test
  void anImageThatSaysNothingIsBelieved() {
    assertThat(USUAL.compare(TagName.parse("main-3035eca"), Optional.empty()))
        .isEqualTo(new Honesty.Agrees());
  }

  @Test
  void aWarningSaysWhatDiffers() {
    SourceRevision annotation = new SourceRevision(COMMIT, Origin.ANNOTATION, Optional.empty());
    assertThat(USUAL.compare(TagName.parse("pr-7-77d0b1c"), Optional.of(annotation)))
        .isEqualTo(
            new Honesty.Doubtful(
                "tag pr-7-77d0b1c names another commit than an annotation of the image: 3035eca"));
  }

  @ParameterizedTest
  @CsvSource({
    "latest, , main-3035eca",
    "latest, release, release-3035eca",
    "latest, feature/x, main-3035eca",
    "release-77d0b1c, , release-3035eca",
    "release-77d0b1c, other, release-3035eca"
  })
  void adviceNamesBranchAndCommit(String wrong, String branch, String advice) {
    SourceRevision source = new SourceRevision(COMMIT, Origin.LABEL, Optional.ofNullable(branch));
    assertThat(TagRules.advice(TagName.parse(wrong), Optional.of(source))).contains(advice);
    assertThat(TagRules.advice(TagName.parse(wrong), Optional.empty())).isEmpty();
  }

  @Property
  void adviceIsAlwaysATag(
      @ForAll @Chars({'a', '-', '.', '_', '0'}) @StringLength(max = 127) String rest) {
    SourceRevision source = new SourceRevision(COMMIT, Origin.LABEL, Optional.of("b" + rest));
    for (String wrong : new String[] {"a" + rest, "latest"}) {
      assertThat(TagRules.advice(TagName.parse(wrong), Optional.of(source)))
          .hasValueSatisfying(it -> assertThat(TagName.isWellFormed(it)).isTrue());
    }
  }

  @Test
  void rollingNamesAreThoseOfTheList() {
    assertThat(USUAL.isRolling(TagName.parse("latest"))).isTrue();
    assertThat(USUAL.isRolling(TagName.parse("latest-1"))).isFalse();
  }
}
