package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
  @TempDir private Path temp = Path.of("");

  private StetRun run(String... arguments) {
    return StetRun.of(temp, Map.of(), arguments);
  }

  @Test
  void helpListsEveryCommandAlsoThoseOfTheServer() {
    StetRun run = run("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("\n  serve ", "\n  tag ", "\n  tags ", "\n  show ", "\n  version ", "\n  help ");
    assertThat(run("help").out()).isEqualTo(run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "tag", "tags", "show", "copy", "version", "completion", "help"})
  void theHelpOfACommandIsOneLineThenExamplesThenOptions(String command) {
    StetRun run = run("help", command);
    assertThat(run.exitCode()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.getFirst()).endsWith(".");
    assertThat(lines.get(1)).isEmpty();
    assertThat(lines.get(2)).isEqualTo("Examples");
    long examples = lines.stream().skip(3).takeWhile(line -> !line.isEmpty()).count();
    assertThat(examples).isBetween(2L, 4L);
    assertThat(lines.indexOf("Options")).isGreaterThan(3);
    assertThat(run(command, "--help")).isEqualTo(run);
  }

  @Test
  void helpOfServeHasTheOptionsOfTheServer() {
    assertThat(run("help", "serve").out())
        .contains("--data=DIR", "./data", "--listen=HOST:PORT", "127.0.0.1:5000", "--config=FILE");
  }

  @Test
  void theExitCodesAreAContract() {
    assertThat(run("help", "exit-codes").out().lines().map(String::strip).skip(2))
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "130");
  }

  @Test
  void aCommandLineThatIsNotUnderstoodEndsWith2() {
    for (String[] wrong :
        new String[][] {
          {},
          {"foo"},
          {"tags"},
          {"tags", "a", "b"},
          {"tags", "Shop"},
          {"tags", "shop/api:1.0"},
          {"show", "shop/api"},
          {"tags", "--nope", "a"},
          {"tags", "a", "-o", "xml"},
          {"help", "nope"},
          {"tag", "--length", "x"},
          {"tag", "--version", "latest"},
        }) {
      StetRun run = run(wrong);
      assertThat(run.exitCode()).as("%s", List.of(wrong)).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith("error: ")
          .contains("\n  next: ")
          .doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void aCommandThatIsAlmostRightIsSuggested() {
    assertThat(run("taggs").err()).contains("did you mean", "tags");
  }

  @Test
  void outsideARepositoryTagFails() {
    StetRun run = run("tag");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no Git repository").doesNotContain("Exception");
  }

  @Test
  void gitHubActionsGetsAnAnnotation() {
    StetRun run = StetRun.of(temp, Map.of("GITHUB_ACTIONS", "true"), "tag");
    assertThat(run.err()).contains("\n::error title=stet::there is no Git repository here%0A");
    assertThat(run("tag").err()).doesNotContain("::error");
  }

  @Test
  void colourIsForTerminalsThatWantIt() {
    assertThat(StetRun.onTerminal(temp, Map.of(), "tag").err()).contains("\u001b[31m");
    assertThat(StetRun.onTerminal(temp, Map.of("NO_COLOR", "1"), "tag").err())
        .doesNotContain("\u001b");
    assertThat(StetRun.onTerminal(temp, Map.of("TERM", "dumb"), "tag").err())
        .doesNotContain("\u001b");
    assertThat(StetRun.onTerminal(temp, Map.of("CI", "true"), "tag").err())
        .doesNotContain("\u001b");
    assertThat(run("tag").err()).doesNotContain("\u001b");
    assertThat(StetRun.of(temp, Map.of("CLICOLOR_FORCE", "1"), "tag").err()).contains("\u001b[31m");
  }

  @Test
  void theVersionOfTheCommandNeedsNoServer() {
    assertThat(run("--version").out()).isEqualTo("stet 1.2.3\n");
  }
}
