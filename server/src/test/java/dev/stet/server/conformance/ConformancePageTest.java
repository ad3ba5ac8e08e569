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
import org.junit.jupiter.api.Test;

/** The page of boxes and the tests that carry their numbers say the same. */
class ConformancePageTest {
  private static final Path PAGE = Path.of("docs/reference/conformance.md");
  private static final String HOLES = "## Holes of other registries";

  private static final Pattern BOX = Pattern.compile("(?m)^\\| (\\d+\\.\\d+) \\|.+\\|$");
  private static final Pattern HOLE = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|.+\\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+#\\w+)`");
  private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");

  private static final String PROSE = Pages.prose(PAGE);

  private static String between(String first, String last) {
    assertThat(PROSE).contains(first, last);
    return PROSE.substring(PROSE.indexOf(first), PROSE.indexOf(last));
  }

  private static String from(String first) {
    assertThat(PROSE).contains(first);
    return PROSE.substring(PROSE.indexOf(first));
  }

  @Test
  void theBoxesOfEachSectionAreNumberedWithoutGaps() {
    SortedMap<Integer, List<Integer>> sections =
        BOX.matcher(PROSE)
            .results()
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

  /** So a test that is not named, and a box that has none, are found too. */
  @Test
  void everyBoxNamesTheTestsThatCarryItsNumber() {
    assertThat(onThePage(BOX, between("## 2. Grammar", HOLES)))
        .containsExactlyInAnyOrderEntriesOf(inTheSources("box-(\\d+\\.\\d+)"));
  }

  @Test
  void everyHoleNamesTheTestsThatCarryItsNameOrWhatItWaitsFor() {
    SortedMap<String, Set<String>> holes = onThePage(HOLE, from(HOLES));
    SortedMap<String, Set<String>> tested = new TreeMap<>(holes);
    tested.values().removeIf(Set::isEmpty);
    assertThat(tested).containsExactlyInAnyOrderEntriesOf(inTheSources("hole-([a-z-]+)"));
    assertThat(from("cannot close yet:").lines().filter(line -> HOLE.matcher(line).matches()))
        .as("those that wait")
        .hasSize(holes.size() - tested.size());
  }

  private static SortedMap<String, Set<String>> onThePage(Pattern row, String text) {
    SortedMap<String, Set<String>> tests = new TreeMap<>();
    row.matcher(text)
        .results()
        .forEach(
            it ->
                tests.put(
                    it.group(1),
                    TEST.matcher(it.group())
                        .results()
                        .map(test -> test.group(1))
                        .collect(Collectors.toCollection(TreeSet::new))));
    return tests;
  }

  private static SortedMap<String, Set<String>> inTheSources(String tag) {
    Pattern tagged = Pattern.compile("@Tag\\(\"" + tag + "\"\\)");
    SortedMap<String, Set<String>> tests = new TreeMap<>();
    Pages.files(Pages.PROJECT, Integer.MAX_VALUE)
        .filter(path -> path.toString().endsWith("Test.java"))
        .filter(path -> path.toString().contains("/src/test/java/"))
        .forEach(path -> collect(path, tagged, tests));
    return tests;
  }

  private static void collect(Path source, Pattern tagged, SortedMap<String, Set<String>> tests) {
    String name = source.getFileName().toString().replace(".java", "");
    String text = Pages.text(source);
    Matcher method = METHOD.matcher(text);
    for (MatchResult tag : tagged.matcher(text).results().toList()) {
      assertThat(method.find(tag.end())).as("a test after %s in %s", tag.group(), name).isTrue();
      tests.computeIfAbsent(tag.group(1), _ -> new TreeSet<>()).add(name + "#" + method.group(1));
    }
  }
}
