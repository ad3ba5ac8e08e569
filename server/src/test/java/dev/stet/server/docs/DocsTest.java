package dev.stet.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation names is there: pages, headings, classes, commands and their options. */
class DocsTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

  /** A type of ours, alone or with a member: two words in its name, or a member behind it. */
  private static final Pattern TYPE =
      Pattern.compile("([A-Z][a-z]+(?:[A-Z][a-z0-9]*)*)(?:\\.([A-Za-z]+)(?:\\(\\))?)?");

  private static final Pattern TWO_WORDS = Pattern.compile("[A-Z][a-z0-9]*[A-Z].*");

  private static final Pattern COMMAND =
      Pattern.compile("\\bstet ([a-z]+)( [a-z]+\\b)?((?: [^|;&()\\n`,]+)?)");
  private static final Pattern OPTION = Pattern.compile("(?<= )(--?[a-z][a-z-]*)");

  /** Names that look like types of ours and belong to others. */
  private static final Set<String> FOREIGN =
      Set.of("RunTask", "TimeoutStopSec", "KiB", "MiB", "GiB");

  private static final Map<String, String> TYPES = Sources.types();
  private static final Map<String, Set<String>> COMMANDS = Sources.commands();

  static List<Path> pages() {
    return Pages.all();
  }

  @Test
  void thePagesAreFound() {
    assertThat(pages()).contains(Path.of("README.md"), Path.of("docs/README.md"));
    assertThat(COMMANDS).containsKeys("serve", "tag", "tags", "show", "copy", "version", "help");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) {
    assertThat(links(page).flatMap(link -> problem(page, link).stream())).isEmpty();
  }

  private static Stream<String> links(Path page) {
    return LINK.matcher(Pages.prose(page))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"));
  }

  /** What is wrong with a link. */
  private static Optional<String> problem(Path page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : leadsTo(page, link);
    if (!Files.exists(Pages.PROJECT.resolve(target))) {
      return Optional.of(link + ": there is no such file");
    }
    return parts.length == 1 || Pages.anchors(target).contains(parts[1])
        ? Optional.empty()
        : Optional.of(link + ": there is no such heading");
  }

  private static Path leadsTo(Path page, String link) {
    return page.resolveSibling(link.replaceAll("#.*", "")).normalize();
  }

  @Test
  void everyPageIsLinkedFromAnother() {
    List<Path> linked =
        pages().stream()
            .flatMap(
                page -> links(page).map(link -> leadsTo(page, link)).filter(to -> !to.equals(page)))
            .toList();
    assertThat(pages())
        .filteredOn(page -> !page.equals(Path.of("README.md")))
        .allSatisfy(page -> assertThat(linked.contains(page)).isTrue());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyClassNamedExists(Path page) {
    assertThat(Pages.inlineCode(page).stream().filter(DocsTest::isUndeclared)).isEmpty();
  }

  /** Whether code names a type of ours, or a member of one, that is not there. */
  private static boolean isUndeclared(String code) {
    Matcher type = TYPE.matcher(code);
    if (!type.matches() || FOREIGN.contains(code)) {
      return false;
    }
    String member = type.group(2);
    if (member == null) {
      return TWO_WORDS.matcher(code).matches() && !TYPES.containsKey(code);
    }
    String source = TYPES.getOrDefault(type.group(1), "");
    return !Pattern.compile("\\b" + member + "\\b").matcher(source).find();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandIsOneThatStetHas(Path page) {
    Stream<MatchResult> commands =
        Stream.concat(Pages.blocks(page).stream(), Pages.inlineCode(page).stream())
            .flatMap(code -> COMMAND.matcher(code).results());
    assertThat(commands.filter(DocsTest::isUnknown).map(MatchResult::group)).isEmpty();
  }

  private static boolean isUnknown(MatchResult command) {
    String name = command.group(1);
    String below = command.group(2) == null ? name : name + command.group(2);
    boolean group = COMMANDS.keySet().stream().anyMatch(it -> it.startsWith(name + " "));
    Set<String> known = COMMANDS.getOrDefault(group ? below : name, Set.of());
    return known.isEmpty()
        || OPTION.matcher(command.group(3)).results().anyMatch(it -> !known.contains(it.group(1)));
  }
}
