package dev.stet.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void bearerIsStrongerThanBasicWhereverItStands() {
    String bearer = "Bearer realm=\"https://h/t\",service=\"s\",scope=\"a:b:pull,push\"";
    for (List<String> headers :
        List.of(
            List.of(bearer),
            List.of("Basic realm=\"x\"", bearer),
            List.of(bearer, "Basic realm=\"x\""),
            List.of("Basic realm=\"x, y\", " + bearer),
            List.of("Negotiate, " + bearer))) {
      Challenge challenge = Challenge.strongest(headers).orElseThrow();
      assertThat(challenge.scheme()).isEqualTo("bearer");
      assertThat(challenge.parameters())
          .containsExactly(
              entry("realm", "https://h/t"),
              entry("service", "s"),
              entry("scope", "a:b:pull,push"));
    }
  }

  @Test
  void basicIsEnoughWhereThereIsNoBearer() {
    assertThat(Challenge.strongest(List.of("BASIC realm=x")))
        .contains(new Challenge("basic", Map.of("realm", "x")));
  }

  @Test
  void quotedCharactersAreRead() {
    assertThat(Challenge.strongest(List.of("Bearer realm=\"a\\\"b\"")).orElseThrow().parameters())
        .containsEntry("realm", "a\"b");
  }

  @Test
  void whatIsNoChallengeIsNone() {
    assertThat(Challenge.strongest(List.of())).isEmpty();
    assertThat(Challenge.strongest(List.of("", "=", "Bearer", "Digest realm=\"x\""))).isEmpty();
  }

  @Property(tries = 5_000)
  void anyHeaderIsReadWithoutHarm(@ForAll List<String> headers) {
    assertThat(Challenge.strongest(headers)).isNotNull();
  }
}
