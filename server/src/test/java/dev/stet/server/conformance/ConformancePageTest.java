package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.server.docs.Pages;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of boxes and the tests that carry their numbers say the same. */
class ConformancePageTest {
  private static final Path PAGE = Path.of("docs/reference/conformance.md");
  private static final String WAITING = "## Waiting";

  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+\\.\\d+) \\|.+\\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+#\\w+)`");
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"box-(\\d+\\.\\d+)\"\\)");
  private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");

  private static final String PROSE = Pages.prose(PAGE);

  private static Stream<MatchResult> rows(String text) {
    return ROW.matcher(text).results();
  }

  @Test
  void theBoxesOfEachSectionAreNumberedWithoutGaps() {
    SortedMap<Integer, List<Integer>> sections =
        rows(PROSE)
            .map(row -> row.group(1).split("\\."))
            .collect(
                Collectors.groupingBy(
                    number -> Integer.parseInt(number[0]),
                    TreeMap::new,
                    Collectors.mapping(
                        number -> Integer.parseInt(number[1]), Collectors.toList())));
    assertThat(sections).isNotEmpty();
    assertThat(sections)
        .allSatisfy(
            (_, boxes) ->
                assertThat(boxes)
                    .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, boxes.size()).boxed().toList()));
  }

  /** So a test that is not named and a box that waits though it has a test are found too. */
  @Test
  void everyBoxNamesTheTestsThatCarryItsNumber() {
    assertThat(PROSE).contains(WAITING);
    SortedMap<String, Set<String>> onThePage = new TreeMap<>();
    rows(PROSE.substring(0, PROSE.indexOf(WAITING)))
        .forEach(
            row ->
                onThePage.put(
                    row.group(1),
                    TEST.matcher(row.group())
                        .results()
                        .map(test -> test.group(1))
                        .collect(Collectors.toCollection(TreeSet::new))));
    assertThat(onThePage).containsExactlyInAnyOrderEntriesOf(inTheSources());
  }

  private static SortedMap<String, Set<String>> inTheSources() {
    SortedMap<String, Set<String>> tests = new TreeMap<>();
    Pages.files(Pages.PROJECT, Integer.MAX_VALUE)
        .filter(path -> path.toString().endsWith("Test.java"))
        .filter(path -> path.toString().contains("/src/test/java/"))
        .forEach(path -> collect(path, tests));
    return tests;
  }

  private static void collect(Path source, SortedMap<String, Set<String>> tests) {
    String name = source.getFileName().toString().replace(".java", "");
    String text = Pages.text(source);
    Matcher method = METHOD.matcher(text);
    for (MatchResult tag : TAG.matcher(text).results().toList()) {
      assertThat(method.find(tag.end())).as("a test after %s in %s", tag.group(), name).isTrue();
      tests.computeIfAbsent(tag.group(1), _ -> new TreeSet<>()).add(name + "#" + method.group(1));
    }
  }
}
