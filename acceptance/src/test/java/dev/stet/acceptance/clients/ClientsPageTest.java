package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.stet.acceptance.running.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of clients says of each what its tests try, and of nobody more than that. */
class ClientsPageTest {
  private static final Path PAGE = Checkout.FOLDER.resolve("docs/reference/clients.md");

  /** The columns of the table, and what a client's tests are that has a "yes" there. */
  private static final Map<String, Class<?>> COLUMNS = columns();

  private static final Pattern ROW = Pattern.compile("(?m)^\\| [^|]+ \\| `(\\w+Test)` \\|.+\\|$");

  private static Map<String, Class<?>> columns() {
    Map<String, Class<?>> columns = new LinkedHashMap<>();
    columns.put("push and pull", ClientContract.class);
    columns.put("`latest`", RollingNameContract.class);
    columns.put("index", IndexContract.class);
    columns.put("list", ListContract.class);
    columns.put("delete", DeleteContract.class);
    columns.put("referrers", ReferrersContract.class);
    columns.put("mount", MountContract.class);
    return columns;
  }

  @Test
  void everyClientHasARowThatSaysWhatItsTestsTry() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains("| " + String.join(" | ", COLUMNS.keySet()) + " |");

    Map<String, Set<String>> rows = new TreeMap<>();
    ROW.matcher(page).results().forEach(row -> rows.put(row.group(1), able(row.group())));
    assertThat(rows).containsExactlyInAnyOrderEntriesOf(tried());
  }

  /** The columns with a "yes", which are the last ones of a row. */
  private static Set<String> able(String row) {
    List<String> cells = List.of(row.substring(2, row.length() - 2).split(" \\| ", -1));
    List<String> names = List.copyOf(COLUMNS.keySet());
    int first = cells.size() - names.size();
    assertThat(cells.subList(first, cells.size())).as(row).isSubsetOf("yes", "no");
    return IntStream.range(0, names.size())
        .filter(column -> cells.get(first + column).equals("yes"))
        .mapToObj(names::get)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Set<String>> tried() {
    return clients()
        .collect(
            Collectors.toMap(
                Class::getSimpleName,
                client ->
                    COLUMNS.entrySet().stream()
                        .filter(column -> column.getValue().isAssignableFrom(client))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new))));
  }

  /** The tests of this package that are a client's. */
  private static Stream<Class<?>> clients() {
    return new ClassFileImporter()
        .importPackages(ClientsPageTest.class.getPackageName()).stream()
            .filter(type -> type.isAssignableTo(ClientContract.class))
            .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(JavaClass::reflect);
  }
}
