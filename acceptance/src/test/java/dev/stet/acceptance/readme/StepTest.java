package dev.stet.acceptance.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {
  @Test
  void stepsAreTheCommandsOfConsoleBlocks() {
    String markdown =
        """
        # Sample
        ```sh
        $ not run
        ```
        ```console
        $ echo one
        one
        $ true
        ```
        Text.
        ```console
        $ ./stet serve --data x
        …
        serves
        ```
        """;
    assertThat(Step.of(markdown))
        .containsExactly(
            new Step("echo one", List.of("one")),
            new Step("true", List.of()),
            new Step("./stet serve --data x", List.of("…", "serves")));
    assertThat(Step.of(markdown))
        .extracting(Step::staysRunning)
        .containsExactly(false, false, true);
  }

  private static boolean shows(String output, String printed) {
    return new Step("command", output.lines().toList()).shows(printed);
  }

  @Test
  void anEllipsisStandsForAnything() {
    assertThat(shows("digest: sha256:… size: …", "digest: sha256:ab size: 5")).isTrue();
    assertThat(shows("…denied: …; …", "Getting\nfatal denied: a; b")).isTrue();
    assertThat(shows("digest: sha256:… size: …", "digest: sha512:ab size: 5")).isFalse();
    assertThat(shows("a.c", "abc")).as("no pattern of its own").isFalse();
  }

  @Test
  void aLineOfNothingElseStandsForAnyNumberOfLines() {
    for (String printed : List.of("last", "a\nlast", "a\nb\nlast")) {
      assertThat(shows("…\nlast", printed)).as(printed).isTrue();
    }
    assertThat(shows("first\n…", "first")).isTrue();
    assertThat(shows("first\n…", "first\nsecond")).isTrue();
    assertThat(shows("…\nlast", "last\nand more")).isFalse();
  }

  @Test
  void whatPrintsNothingIsShownWithNothing() {
    assertThat(shows("", "")).isTrue();
    assertThat(shows("", "something")).isFalse();
    assertThat(shows("something", "")).isFalse();
  }

  @Test
  void aRefusalFails() {
    assertThat(new Step("docker push x", List.of("…", "denied: tag …")).fails()).isTrue();
    assertThat(new Step("docker push x", List.of("…")).fails()).isFalse();
  }
}
