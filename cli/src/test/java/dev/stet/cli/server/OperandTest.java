package dev.stet.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.cli.command.Failure;
import dev.stet.oci.MalformedException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperandTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "api, '', api, ''",
    "shop/api, '', shop/api, ''",
    "shop/api:1.0, '', shop/api, 1.0",
    "localhost/api:1.0, localhost, api, 1.0",
    "localhost:5000/shop/api, localhost:5000, shop/api, ''",
    "Stet.Example/shop/api:Main, stet.example, shop/api, Main",
    "[::1]:5000/api:1.0, [::1]:5000, api, 1.0",
  })
  void whatStandsBeforeTheFirstSlashIsAHostAsDockerReadsIt(
      String text, String host, String repository, String tag) {
    Operand operand = Operand.parse(text);
    assertThat(operand.host().orElse("")).isEqualTo(host);
    assertThat(operand.repository()).hasToString(repository);
    assertThat(operand.tag().map(Object::toString).orElse("")).isEqualTo(tag);
  }

  @Test
  void aDigestMayFollowATag() {
    Operand operand = Operand.parse("h:1/a/b:t@" + DIGEST);
    assertThat(operand.tag().map(Object::toString)).contains("t");
    assertThat(operand.digest().map(Object::toString)).contains(DIGEST);
    assertThat(operand).hasToString("h:1/a/b:t@" + DIGEST);
    assertThat(Operand.parse("a@" + DIGEST).tag()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "Shop", "shop/api:", "shop/api@", "shop/api@md5:0", "h.x/", ":t"})
  void whatBreaksTheGrammarIsRefused(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Operand.parse(text));
  }

  @Property(tries = 5_000)
  void anyTextIsAnOperandThatReadsBackOrMalformed(@ForAll String text) {
    try {
      Operand operand = Operand.parse(text);
      assertThat(Operand.parse(operand.toString())).isEqualTo(operand);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void aCommandThatWantsARepositoryAloneSaysSo() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Operand.parse("h.x/shop/api:1.0").repositoryOnly("tags"))
        .satisfies(failure -> assertThat(failure.next()).containsExactly("stet tags h.x/shop/api"));
  }
}
