package dev.stet.registry.browse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BrowseTest {
  private static final byte[] IMAGE = Images.index(List.of(), Map.of());
  private static final String COMMIT = "3035eca0123456789abcdef0123456789abcdef0";

  private final Path folder;
  private TestRegistry registry;

  BrowseTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.open(folder);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private void tags(String repository, String... names) {
    for (String name : names) {
      assertThat(registry.image(repository, name, IMAGE)).isNotNull();
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(
        it -> texts.add(it.isString() ? it.stringValue() : it.path("name").stringValue()));
    return texts;
  }

  private TestAnswer list(String query) {
    TestAnswer answer = registry.get("/v2/shop/api/tags/list" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer;
  }

  @Test
  void theTagListIsInByteOrder() {
    tags("shop/api", "b", "a", "B", "1.10", "1.9", "_", "a-b", "a.b");
    TestAnswer answer = list("");
    assertThat(answer.text())
        .isEqualTo(
            "{\"name\":\"shop/api\",\"tags\":[\"1.10\",\"1.9\",\"B\",\"_\",\"a\",\"a-b\",\"a.b\",\"b\"]}");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.headers("Link")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "?n=0, '', ''",
    "?n=2, 'a,b', 'n=2&last=b'",
    "?n=4, 'a,b,c,d', ''",
    "?n=5, 'a,b,c,d', ''",
    "?n=999999999, 'a,b,c,d', ''",
    "?last=b, 'c,d', ''",
    "?n=1&last=b, 'c', 'n=1&last=c'",
    "?n=2&last=bb, 'c,d', ''",
    "?last=0, 'a,b,c,d', ''",
    "?last=d, '', ''",
    "?n=0&last=b, '', ''",
    "?last=, 'a,b,c,d', ''",
    "?last=%00, 'a,b,c,d', ''"
  })
  void theTagListComesInPages(String query, String tags, String next) {
    tags("shop/api", "a", "b", "c", "d");
    tags("shop/web", "aa", "z");
    TestAnswer answer = list(query);
    assertThat(String.join(",", texts(answer.json().path("tags")))).isEqualTo(tags);
    assertThat(answer.json().path("tags").isArray()).isTrue();
    assertThat(answer.header("Link"))
        .isEqualTo(next.isEmpty() ? "" : "</v2/shop/api/tags/list?" + next + ">; rel=\"next\"");
  }

  @Test
  void thePagesOfATagListAreTheWholeOfIt() {
    List<String> all = new ArrayList<>();
    for (int i = 10; i < 33; i++) {
      all.add("t" + i);
    }
    tags("shop/api", all.toArray(String[]::new));
    List<String> seen = new ArrayList<>();
    String query = "?n=5";
    while (!query.isEmpty()) {
      TestAnswer page = list(query);
      seen.addAll(texts(page.json().path("tags")));
      String link = page.header("Link");
      query = link.isEmpty() ? "" : link.substring(link.indexOf('?'), link.indexOf('>'));
    }
    assertThat(seen).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1.5", "", "%20", "1e3", "99999999999", "٣"})
  void aSizeThatIsNoneIsRefused(String n) {
    tags("shop/api", "a");
    TestAnswer answer = registry.get("/v2/shop/api/tags/list?n=" + n);
    assertThat(answer.failure()).isEqualTo("400 UNSUPPORTED");
    assertThat(answer.message()).contains("n=100");
  }

  @Test
  void aRepositoryThatIsNotThereHasNoTagList() {
    assertThat(registry.get("/v2/shop/none/tags/list").failure()).isEqualTo("404 NAME_UNKNOWN");
    assertThat(registry.blob("shop/api", Images.bytes("x"))).isNotNull();
    assertThat(list("").text()).isEqualTo("{\"name\":\"shop/api\",\"tags\":[]}");
  }

  @Test
  void repositoriesComeInPages() {
    tags("b", "1");
    tags("a/b", "1");
    tags("a", "1");
    assertThat(registry.get("/api/v1/repositories").text())
        .isEqualTo(
            "{\"apiVersion\":\"stet.dev/v1\",\"repositories\":["
                + "{\"name\":\"a\",\"createdAt\":\"2026-11-20T14:00:00.123Z\",\"kind\":\"standing\"},"
                + "{\"name\":\"a/b\",\"createdAt\":\"2026-11-20T14:00:00.123Z\",\"kind\":\"standing\"},"
                + "{\"name\":\"b\",\"createdAt\":\"2026-11-20T14:00:00.123Z\",\"kind\":\"standing\"}]}");
    JsonNode page = registry.get("/api/v1/repositories?n=2").json();
    assertThat(texts(page.path("repositories"))).containsExactly("a", "a/b");
    String next = page.path("next").stringValue();
    assertThat(next).isEqualTo("/api/v1/repositories?n=2&last=a%2Fb");
    assertThat(texts(registry.get(next).json().path("repositories"))).containsExactly("b");
  }

  @Test
  void tagsAreDescribed() {
    byte[] image = Images.index(List.of(), Map.of(Images.REVISION, COMMIT));
    Digest digest = registry.image("shop/api", "main-3035eca", image);
    tags("shop/api", "1.0");
    for (String repository : List.of("shop%2Fapi", "shop/api")) {
      JsonNode page = registry.get("/api/v1/repositories/" + repository + "/tags").json();
      assertThat(page.path("repository").stringValue()).isEqualTo("shop/api");
      assertThat(texts(page.path("tags"))).containsExactly("1.0", "main-3035eca");
      assertThat(page.path("tags").get(1).toString())
          .isEqualTo(
              "{\"name\":\"main-3035eca\",\"kind\":\"tag\",\"digest\":\""
                  + digest
                  + "\",\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"size\":"
                  + image.length
                  + ",\"sequence\":1,\"pushedAt\":\"2026-11-20T14:00:00.123Z\",\"pushedBy\":"
                  + "{\"name\":\"anonymous\",\"source\":\"127.0.0.1 docker/29.1\",\"trust\":"
                  + "\"claimed\"},\"revision\":\""
                  + COMMIT
                  + "\"}");
      assertThat(page.path("tags").get(0).has("revision")).as("null is left out").isFalse();
    }
    JsonNode first = registry.get("/api/v1/repositories/shop%2Fapi/tags?n=1").json();
    assertThat(first.path("next").stringValue())
        .isEqualTo("/api/v1/repositories/shop%2Fapi/tags?n=1&last=1.0");
  }

  @Test
  void aTagHasItsHistory() {
    Digest digest = registry.image("shop/api", "1.0", IMAGE);
    byte[] other = Images.index(List.of(), Map.of("other", "1"));
    for (int i = 0; i < 2; i++) {
      assertThat(
              registry
                  .request("PUT", "/v2/shop/api/manifests/1.0")
                  .by("ci@shop")
                  .body(other)
                  .send()
                  .status())
          .isEqualTo(409);
    }
    for (String repository : List.of("shop%2Fapi", "shop/api")) {
      JsonNode answer = registry.get("/api/v1/repositories/" + repository + "/tags/1.0").json();
      assertThat(answer.path("tag").path("digest").stringValue()).isEqualTo(digest.toString());
      assertThat(answer.path("history").size()).isEqualTo(1);
      assertThat(answer.path("history").get(0).path("event").stringValue()).isEqualTo("claimed");
      assertThat(answer.path("refused").size()).isEqualTo(1);
      JsonNode refused = answer.path("refused").get(0);
      assertThat(refused.path("digest").stringValue()).isEqualTo(Digest.sha256(other).toString());
      assertThat(refused.path("reason").stringValue()).isEqualTo("TAG_TAKEN");
      assertThat(refused.path("by").path("name").stringValue()).isEqualTo("ci@shop");
      assertThat(refused.path("count").intValue()).isEqualTo(2);
    }
  }

  @Test
  void repositoriesCalledLikeTheEndpointsAreReached() {
    tags("tags", "tags");
    tags("a/tags", "tags");
    for (String path :
        List.of("tags/tags", "a%2Ftags/tags", "a/tags/tags/tags", "tags/tags/tags")) {
      assertThat(registry.get("/api/v1/repositories/" + path).status()).as(path).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/repositories/none/tags, 404, NAME_UNKNOWN",
    "/api/v1/repositories/none/tags/1.0, 404, MANIFEST_UNKNOWN",
    "/api/v1/repositories/a/tags/.x, 400, MANIFEST_INVALID",
    "/api/v1/repositories/A/tags, 400, NAME_INVALID",
    "/api/v1/repositories?n=-1, 400, UNSUPPORTED",
    "/api/v1/nothing, 404, UNSUPPORTED"
  })
  void whatGoesWrongIsProblemJson(String target, int status, String code) {
    TestAnswer answer = registry.get(target);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("code").stringValue()).isEqualTo(code);
    assertThat(answer.json().path("detail").stringValue()).isNotEmpty();
    assertThat(answer.json().path("requestId").stringValue()).isEqualTo("req-1");
  }

  @Test
  void aNameOfWhichOnlyRefusalsAreKnownShowsThese() {
    tags("shop/api", "v1");
    assertThat(
            registry.put("shop/api", "latest", Images.index(List.of(), Map.of("x", "x"))).failure())
        .isEqualTo("409 DENIED");
    TestAnswer answer = registry.get("/api/v1/repositories/shop%2Fapi/tags/latest");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().has("tag")).isFalse();
    assertThat(answer.json().path("history").size()).isZero();
    assertThat(answer.json().path("refused").size()).isEqualTo(1);
    assertThat(answer.json().path("refused").get(0).path("reason").asString())
        .isEqualTo("ROLLING_NAME");
  }

  @Test
  void ofALongHistoryTheNewestIsTold() {
    assertThat(
            registry
                .request("POST", "/api/v1/declarations")
                .body(Images.bytes("{\"pattern\":\"scratch/**\",\"kind\":\"mutable\"}"))
                .send()
                .status())
        .isEqualTo(200);
    for (int i = 0; i <= 1000; i++) {
      registry.image(
          "scratch/x", "preview", Images.index(List.of(), Map.of("seed", "seed " + i % 2)));
    }
    JsonNode history =
        registry.get("/api/v1/repositories/scratch%2Fx/tags/preview").json().path("history");
    assertThat(history.size()).isEqualTo(1000);
    assertThat(history.get(0).path("sequence").asLong()).isEqualTo(2);
    assertThat(history.get(999).path("sequence").asLong()).isEqualTo(1001);
    assertThat(
            registry
                .get("/api/v1/repositories/scratch%2Fx/history?n=1&after=0")
                .json()
                .path("entries")
                .get(0)
                .path("event")
                .asString())
        .isEqualTo("claimed");
  }
}
