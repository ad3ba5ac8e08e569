package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.command.Recorder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

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
  @MethodSource("commands")
  void theHelpOfACommandIsOneLineThenExamplesThenOptions(String command) {
    String[] words = command.split(" ");
    StetRun run = run(Stream.concat(Stream.of("help"), Stream.of(words)).toArray(String[]::new));
    assertThat(run.exitCode()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.getFirst()).endsWith(".");
    assertThat(lines.get(1)).isEmpty();
    assertThat(lines.get(2)).isEqualTo("Examples");
    long examples = lines.stream().skip(3).takeWhile(line -> !line.isEmpty()).count();
    assertThat(examples).isBetween(2L, 4L);
    assertThat(lines.indexOf("Options")).isGreaterThan(3);
    assertThat(run.out()).contains("\nUsage: stet " + command, "\nNext: stet help ");
    assertThat(run(Stream.concat(Stream.of(words), Stream.of("--help")).toArray(String[]::new)))
        .isEqualTo(run);
  }

  /** Every command that is not hidden, e.g. {@code channel move}. */
  static Stream<String> commands() {
    List<String> groups =
        List.of("backup", "channel", "gc", "keys", "log", "policy", "repo", "retention");
    CommandLine root =
        Commands.forArguments(groups, new Recorder(Path.of(""), Map.of()).surroundings());
    return below(root)
        .flatMap(
            command ->
                Stream.concat(
                    Stream.of(command.getCommandName()),
                    below(command)
                        .map(it -> command.getCommandName() + " " + it.getCommandName())));
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return command.getSubcommands().values().stream()
        .filter(it -> !it.getCommandSpec().usageMessage().hidden());
  }

  @Test
  void helpOfAGroupListsWhatIsBelowIt() {
    assertThat(run("help", "channel").out())
        .contains("\n  list ", "\n  create ", "\n  move ", "\n  follow ", "\n  log ", "\n  rm ")
        .contains("Next: stet help channel COMMAND, stet help exit-codes");
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
          {"help", "channel", "nope"},
          {"channel"},
          {"channel", "nope"},
          {"channel", "create", "shop/api"},
          {"channel", "create", "shop/api:latest", "x"},
          {"channel", "create", "shop/api", "la test"},
          {"channel", "move", "shop/api", "latest"},
          {"channel", "follow", "shop/api", "latest"},
          {"channel", "follow", "shop/api", "latest", "main-*", "--none"},
          {"repo"},
          {"repo", "show"},
          {"repo", "show", "shop/api:1"},
          {"repo", "declare", "Scratch/**", "mutable"},
          {"repo", "declare", "scratch/*", "mutable"},
          {"repo", "declare", "scratch/**"},
          {"repo", "declare", "scratch/**", "immutable"},
          {"repo", "rm"},
          {"rm"},
          {"rm", "shop/api"},
          {"rm", "shop/api:1", "shop/api"},
          {"rm", "shop/api:1", "--reason", "because"},
          {"pin", "shop/api"},
          {"unpin", "shop/api@sha256:12"},
          {"pins", "shop/api:1"},
          {"when", "shop/api"},
          {"when", "shop/api:latest", "--at", "tomorrow"},
          {"history", "shop/api@sha256:" + "0".repeat(64)},
          {"audit", "shop/api:1"},
          {"audit", "--after", "x"},
          {"gc", "nope"},
          {"gc", "--grace", "long"},
          {"gc", "restore", "shop/api:1"},
          {"retention"},
          {"verify"},
          {"log"},
          {"log", "show"},
          {"log", "show", "shop/api"},
          {"log", "proof", "shop/api"},
          {"log", "tail", "-n", "0"},
          {"log", "recover"},
          {"log", "resume"},
          {"log", "resume", "--nothing-was-pushed-since=false"},
          {"policy"},
          {"policy", "init"},
          {"policy", "init", "a.example", "--quorum", "x"},
          {"keys"},
          {"keys", "new"},
          {"keys", "rotate"},
          {"keys", "export"},
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
    assertThat(run("chanel", "list").err()).contains("did you mean", "channel");
    assertThat(run("channel", "crate", "a", "b").err()).contains("did you mean", "create");
    assertThat(run("help", "chanel").err()).contains("did you mean", "channel");
    assertThat(run("help", "repo", "declair").err()).contains("did you mean", "declare");
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
