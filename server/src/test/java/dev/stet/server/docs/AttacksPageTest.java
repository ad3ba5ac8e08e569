package dev.stet.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of attacks names tests that there are. */
class AttacksPageTest {
  private static final String PROSE = Pages.prose(Path.of("docs/explanation/attacks.md"));
  private static final String NOT_STOPPED = "## Not stopped";
  private static final Pattern TEST = Pattern.compile("`(\\w+#\\w+)`");
  private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");

  @Test
  void everyTestNamedIsThere() {
    Set<String> tests =
        Pages.files(Pages.PROJECT, Integer.MAX_VALUE)
            .filter(path -> path.toString().endsWith("Test.java"))
            .filter(path -> path.toString().contains("/src/test/java/"))
            .flatMap(AttacksPageTest::methods)
            .collect(Collectors.toSet());
    assertThat(named(PROSE)).isNotEmpty().isSubsetOf(tests);
  }

  private static Stream<String> methods(Path source) {
    String name = source.getFileName().toString().replace(".java", "");
    return METHOD.matcher(Pages.text(source)).results().map(method -> name + "#" + method.group(1));
  }

  private static List<String> named(String text) {
    return TEST.matcher(text).results().map(test -> test.group(1)).toList();
  }

  @Test
  void everyAttackThatIsStoppedNamesATest() {
    assertThat(PROSE).contains(NOT_STOPPED);
    List<String> rows =
        PROSE
            .substring(0, PROSE.indexOf(NOT_STOPPED))
            .lines()
            .filter(line -> line.startsWith("| "))
            .filter(line -> !line.startsWith("| attack |") && !line.startsWith("| --- |"))
            .toList();
    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(named(row)).isNotEmpty());
  }
}
