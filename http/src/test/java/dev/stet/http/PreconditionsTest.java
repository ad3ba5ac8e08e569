package dev.stet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionsTest {
  private static final Optional<String> NOTHING = Optional.empty();
  private static final Optional<String> CONTENT = Optional.of("sha256:abc");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                           | true  | true",
        "*                          | true  | false",
        "\"sha256:abc\"             | true  | false",
        "sha256:abc                 | true  | false",
        "\"x\", \"sha256:abc\"      | true  | false",
        "\"x\",\"y\"                | false | false",
        "W/\"sha256:abc\"           | false | false",
        "\"sha256:ab\"              | false | false",
        "''                         | false | false",
      })
  void ifMatchWantsContentThatIsOneOfThese(String header, boolean onContent, boolean onNothing) {
    Preconditions conditions = new Preconditions(Optional.ofNullable(header), Optional.empty());
    assertThat(conditions.matches(CONTENT)).isEqualTo(onContent);
    assertThat(conditions.matches(NOTHING)).isEqualTo(onNothing);
    assertThat(conditions.isNews(CONTENT)).isTrue();
    assertThat(conditions.allow(CONTENT)).isEqualTo(onContent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                           | true",
        "*                          | false",
        "\"sha256:abc\"             | false",
        "sha256:abc                 | false",
        "\"x\", \"sha256:abc\"      | false",
        "\"x\",\"y\"                | true",
        "W/\"sha256:abc\"           | false",
        "\"sha256:ab\"              | true",
      })
  void ifNoneMatchWantsContentThatIsNoneOfThese(String header, boolean onContent) {
    Preconditions conditions = new Preconditions(Optional.empty(), Optional.ofNullable(header));
    assertThat(conditions.isNews(CONTENT)).isEqualTo(onContent);
    assertThat(conditions.isNews(NOTHING)).isTrue();
    assertThat(conditions.matches(NOTHING)).isTrue();
    assertThat(conditions.allow(CONTENT)).isEqualTo(onContent);
  }
}
