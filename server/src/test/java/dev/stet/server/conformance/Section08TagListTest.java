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

/** Source: distribution-spec, "Listing Tags". */
class Section08TagListTest extends ServedTest {
  private static final String LIST = "/v2/tag/list/tags/list";

  /** In the order of their bytes. */
  private static final List<String> TAGS = List.of("1.0", "1.10", "1.9", "B", "_x", "a", "b");

  @BeforeAll
  void push() {
    for (String tag : List.of("b", "1.9", "B", "a", "1.10", "_x", "1.0")) {
      server.push("tag/list", tag, TestImage.of("the same"));
    }
  }

  private static List<String> tags(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().path("tags").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  @Tag("box-8.1")
  void allTagsComeInTheOrderOfTheirBytes() {
    Answer answer = server.get(LIST);
    assertThat(tags(answer)).isEqualTo(TAGS);
    assertThat(answer.json().path("name").asString()).isEqualTo("tag/list");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.find("Link")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 8})
  @Tag("box-8.4")
  void theLinksLeadThroughAllPages(int n) {
    List<String> seen = new ArrayList<>();
    Optional<String> next = Optional.of(LIST + "?n=" + n);
    while (next.isPresent()) {
      Answer page = server.get(next.get());
      seen.addAll(tags(page));
      next = page.find("Link").map(Links::next);
      assertThat(tags(page))
          .hasSize(next.isPresent() ? n : TAGS.size() - (seen.size() - tags(page).size()));
    }
    assertThat(seen).isEqualTo(TAGS);
  }

  @ParameterizedTest
  @CsvSource({
    "last=a, b",
    "last=1.5, 1.9 B _x a b", // need not exist
    "last=b, ''",
    "last=zzz, ''",
    "n=2&last=B, _x a",
    "n=0, ''",
    "n=0&last=a, ''"
  })
  @Tag("box-8.3")
  void lastIsExclusiveAndNeedNotExist(String query, String expected) {
    Answer answer = server.get(LIST + "?" + query);
    assertThat(String.join(" ", tags(answer))).isEqualTo(expected);
    assertThat(answer.json().path("tags").isArray()).isTrue();
  }

  @Test
  @Tag("box-8.2")
  void noneAreAskedForSoThereIsNoNextPage() {
    assertThat(server.get(LIST + "?n=0").find("Link")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1.5", "", "99999999999999999999"})
  @Tag("box-8.2")
  void garbageForACountIs400(String n) {
    Answer answer = server.get(LIST + "?n=" + n);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("UNSUPPORTED");
  }

  @Test
  @Tag("box-8.2")
  void aHugeCountIsCutDown() {
    assertThat(tags(server.get(LIST + "?n=999999999"))).isEqualTo(TAGS);
  }

  @Test
  @Tag("box-8.1")
  void aRepositoryWithoutTagsHasAnEmptyList() {
    server.pushBlob("tag/none", TestImage.bytes("only a blob"));
    Answer answer = server.get("/v2/tag/none/tags/list");
    assertThat(tags(answer)).isEmpty();
    assertThat(answer.json().path("tags").isArray()).isTrue();
  }

  @Test
  @Tag("box-8.1")
  void anUnknownRepositoryIs404() {
    Answer answer = server.get("/v2/tag/unknown/tags/list");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("NAME_UNKNOWN");
  }
}
