package dev.stet.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TagNameTest {
  /** The grammar as the distribution specification writes it. */
  private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  static final List<String> GOOD =
      List.of(
          "a",
          "Z",
          "0",
          "_",
          "latest",
          "1.2.3",
          "main-3035eca",
          "Main-3035ECA",
          "v1.0.0-rc.1",
          "a..b",
          "a--",
          "a.",
          "a-._-.",
          "sha256-" + "0".repeat(64),
          "x".repeat(128));

  static final List<String> BAD =
      List.of(
          "",
          ".",
          "..",
          "-",
          ".a",
          "-a",
          ".INVALID_MANIFEST_NAME",
          "a b",
          "a/b",
          "a:b",
          "a@b",
          "a+b",
          "a%2E",
          "a\n",
          "a\u0000",
          "ä",
          "\u0661",
          "\ud83d\ude00",
          "x".repeat(129));

  @ParameterizedTest
  @FieldSource("GOOD")
  void takesWhatTheGrammarTakes(String text) {
    assertThat(TagName.isWellFormed(text)).isTrue();
    assertThat(TagName.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @FieldSource("BAD")
  void refusesEverythingElse(String text) {
    assertThat(TagName.isWellFormed(text)).isFalse();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> TagName.parse(text))
        .satisfies(e -> assertThat(e.code()).isEqualTo(OciErrorCode.MANIFEST_INVALID));
  }

  @Test
  void saysWhatWasGotAndWhatIsWanted() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> TagName.parse("-feature"))
        .withMessage(
            "tag \"-feature\" is not valid: wanted letters, digits, '_', '.' and '-', not starting"
                + " with '.' or '-', at most 128 characters, e.g. main-3035eca");
  }

  @Property(tries = 5000)
  void agreesWithTheGrammar(
      @ForAll @Chars({'a', 'Z', '0', '.', '_', '-', '/', ':', 'é'}) @StringLength(max = 10)
          String text) {
    assertThat(TagName.isWellFormed(text)).isEqualTo(GRAMMAR.matcher(text).matches());
  }

  @Test
  void ordersBytewiseAndNeverFoldsCase() {
    assertThat(
            List.of("b", "B", "a", "A", "_", "1", "a-", "a.").stream()
                .map(TagName::parse)
                .sorted()
                .map(TagName::value))
        .containsExactly("1", "A", "B", "_", "a", "a-", "a.", "b");
    assertThat(TagName.parse("Main")).isNotEqualTo(TagName.parse("main"));
  }
}
