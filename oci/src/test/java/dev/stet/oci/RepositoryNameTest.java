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

class RepositoryNameTest {
  /** The grammar as the distribution specification writes it. */
  private static final Pattern GRAMMAR =
      Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

  static final List<String> GOOD =
      List.of(
          "a",
          "0",
          "shop",
          "shop/api",
          "a/b/c/d/e/f",
          "blobs",
          "a/blobs/b",
          "a/manifests/b",
          "a/tags/list",
          "uploads/uploads",
          "a.b",
          "a_b",
          "a__b",
          "a-b",
          "a---b",
          "a.b_c__d-e--f/1.2_3",
          "x".repeat(255),
          "x/".repeat(127) + "x");

  static final List<String> BAD =
      List.of(
          "",
          " ",
          "/",
          "/a",
          "a/",
          "a//b",
          "A",
          "shop/API",
          ".a",
          "a.",
          "a..b",
          "a._b",
          "a___b",
          "_a",
          "a_",
          "-a",
          "a-",
          "a-/b",
          "a/-b",
          "..",
          "a/../b",
          "./a",
          "_catalog",
          "a/_stet/b",
          "a:b",
          "a@b",
          "a b",
          "a%2Fb",
          "a+b",
          "a\\b",
          "a\nb",
          "a\u0000",
          "ä",
          "\u0131",
          "\uff41",
          "\ud83d\ude00",
          "\ud83d",
          "x".repeat(256),
          "x/".repeat(128));

  @ParameterizedTest
  @FieldSource("GOOD")
  void takesWhatTheGrammarTakes(String text) {
    assertThat(RepositoryName.isWellFormed(text)).isTrue();
    assertThat(RepositoryName.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @FieldSource("BAD")
  void refusesEverythingElse(String text) {
    assertThat(RepositoryName.isWellFormed(text)).isFalse();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> RepositoryName.parse(text))
        .satisfies(e -> assertThat(e.code()).isEqualTo(OciErrorCode.NAME_INVALID));
  }

  @Test
  void saysWhatWasGotAndWhatIsWanted() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> RepositoryName.parse("Shop/API"))
        .withMessage(
            "repository name \"Shop/API\" is not valid: wanted lower-case letters and digits,"
                + " joined by '.', '_', '__' or '-' and separated by '/', at most 255 characters,"
                + " e.g. shop/api");
  }

  @Property(tries = 5000)
  void agreesWithTheGrammar(
      @ForAll @Chars({'a', 'z', '0', '.', '_', '-', '/', 'A', '%'}) @StringLength(max = 12)
          String text) {
    assertThat(RepositoryName.isWellFormed(text)).isEqualTo(GRAMMAR.matcher(text).matches());
  }

  @Test
  void ordersBytewise() {
    assertThat(
            List.of("b", "a/b", "a-b", "a", "a.b", "a0").stream()
                .map(RepositoryName::parse)
                .sorted()
                .map(RepositoryName::value))
        .containsExactly("a", "a-b", "a.b", "a/b", "a0", "b");
  }
}
