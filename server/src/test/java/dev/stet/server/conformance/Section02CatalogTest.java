package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.server.Answer;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The catalogue, which clients know from Docker's registry. */
class Section02CatalogTest extends ServedTest {
  private static final String CATALOG = "/v2/_catalog";
  private static final List<String> NAMES = List.of("a", "a-b", "a/b", "a0", "b");

  @BeforeAll
  void push() {
    assertThat(names(server.get(CATALOG))).as("an empty registry").isEmpty();
    List.of("b", "a/b", "a0", "a", "a-b")
        .forEach(name -> server.push(name, "v1", TestImage.of("the same")));
  }

  private static List<String> names(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json().path("repositories").isArray()).isTrue();
    return answer.json().path("repositories").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  @Tag("box-2.6")
  void theCatalogueNamesTheRepositoriesInTheOrderOfTheirBytes() {
    assertThat(names(server.get(CATALOG))).isEqualTo(NAMES);
    assertThat(server.get(CATALOG).find("Link")).isEmpty();
  }

  @ParameterizedTest
  @Tag("box-2.6")
  @ValueSource(ints = {1, 2, 4, 5, 6})
  void theLinksLeadThroughTheCatalogue(int n) {
    List<String> seen = new ArrayList<>();
    Optional<String> next = Optional.of(CATALOG + "?n=" + n);
    while (next.isPresent()) {
      Answer page = server.get(next.get());
      assertThat(names(page)).hasSizeBetween(1, n);
      seen.addAll(names(page));
      next = page.find("Link").map(Links::next);
    }
    assertThat(seen).isEqualTo(NAMES);
  }

  @ParameterizedTest
  @Tag("box-2.6")
  @CsvSource({"last=a, a-b a/b a0 b", "last=a/a&n=1, a/b", "last=b, ''", "n=0, ''"})
  void aPageBeginsAfterAName(String query, String expected) {
    assertThat(String.join(" ", names(server.get(CATALOG + "?" + query)))).isEqualTo(expected);
  }

  @Test
  @Tag("box-2.6")
  void garbageForACountIs400() {
    Answer answer = server.get(CATALOG + "?n=-1");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("UNSUPPORTED");
  }
}
