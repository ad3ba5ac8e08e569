package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.stet.api.Api;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the API, held against the routes, the records and the answers. */
class OpenApiTest extends ServedTest {
  private static final String COMMIT = "3035eca" + "0".repeat(33);

  @SuppressWarnings("NullAway.Init")
  private JsonNode document;

  @BeforeAll
  void read() {
    document = new YAMLMapper().readTree(server.get(Api.PATH + "/openapi.yaml").text());
    for (String tag : List.of("main-3035eca", "v1", "v2")) {
      server.push("shop/api", tag, TestImage.annotated("image", COMMIT));
    }
    server.push("shop/api", "v1", TestImage.of("another"));
    server.push("shop/web", "main-77d0b1c", TestImage.labelled("doubtful", COMMIT));
  }

  private JsonNode schema(String name) {
    JsonNode schema = document.path("components").path("schemas").path(name);
    assertThat(schema.isObject()).as("schema %s", name).isTrue();
    return schema;
  }

  @Test
  void itIsServedAsYaml() {
    Answer answer = server.get(Api.PATH + "/openapi.yaml");
    assertThat(answer.header("Content-Type")).startsWith("application/yaml");
    assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
    assertThat(document.path("info").path("version").asString()).isEqualTo(Api.VERSION);
    assertThat(answer.text()).doesNotContain("http://", "https://");
  }

  @Test
  void itDescribesJustTheRoutes() {
    Map<String, Set<String>> served = new TreeMap<>();
    server.routes().stream()
        .filter(route -> route.pattern().toString().startsWith(Api.PATH))
        .forEach(
            route ->
                served
                    .computeIfAbsent(
                        route.pattern().toString().replace("...", ""), _ -> new TreeSet<>())
                    .add(route.method().toLowerCase(java.util.Locale.ROOT)));
    Map<String, Set<String>> described = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path -> described.put(path.getKey(), new TreeSet<>(path.getValue().propertyNames())));
    assertThat(described).isEqualTo(served);
  }

  @Test
  void everyVariableOfAPathIsAParameter() {
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      List<String> variables =
          Arrays.stream(path.getKey().split("/")).filter(it -> it.startsWith("{")).toList();
      for (JsonNode operation : path.getValue()) {
        assertThat(
                operation
                    .path("parameters")
                    .valueStream()
                    .map(this::resolved)
                    .filter(it -> it.path("in").asString().equals("path"))
                    .map(it -> "{" + it.path("name").asString() + "}"))
            .as(operation.path("operationId").asString())
            .containsExactlyElementsOf(variables);
      }
    }
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    JsonNode target = reference.isEmpty() ? node : document.at(reference.substring(1));
    assertThat(target.isMissingNode()).as(reference).isFalse();
    return target;
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = document.findValues("$ref");
    assertThat(references).hasSizeGreaterThan(20);
    references.forEach(
        it ->
            assertThat(document.at(it.asString().substring(1)).isMissingNode())
                .as(it.asString())
                .isFalse());
  }

  static Stream<Class<?>> records() {
    return new ClassFileImporter()
        .importPackages("dev.stet.api").stream()
            .filter(JavaClass::isRecord)
            .map(JavaClass::reflect);
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyRecordIsDescribedFieldByField(Class<?> type) {
    JsonNode schema = schema(type.getSimpleName());
    RecordComponent[] components = type.getRecordComponents();
    assertThat(schema.path("properties").propertyNames())
        .containsExactlyElementsOf(
            Arrays.stream(components).map(RecordComponent::getName).toList());
    assertThat(schema.path("required").valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(
            Arrays.stream(components)
                .filter(it -> !it.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .toList());
    for (RecordComponent component : components) {
      assertThat(type(schema.path("properties").path(component.getName())))
          .as(component.toString())
          .isEqualTo(type(component.getGenericType()));
    }
  }

  private static String type(JsonNode property) {
    if (property.has("$ref")) {
      String reference = property.path("$ref").asString();
      return reference.substring(reference.lastIndexOf('/') + 1);
    }
    String type = property.path("type").asString();
    return switch (type) {
      case "array" -> "array of " + type(property.path("items"));
      case "string" -> property.has("format") ? property.path("format").asString() : type;
      default -> property.path("format").asString(type);
    };
  }

  private static String type(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return "array of " + type(list.getActualTypeArguments()[0]);
    }
    if (type == String.class) {
      return "string";
    }
    if (type == Instant.class) {
      return "date-time";
    }
    return type == long.class || type == Long.class ? "int64" : ((Class<?>) type).getSimpleName();
  }

  @Test
  void thereIsNoSchemaWithoutARecord() {
    Collection<String> schemas =
        new ArrayList<>(document.path("components").path("schemas").propertyNames());
    assertThat(schemas).contains("Problem");
    schemas.remove("Problem");
    assertThat(schemas)
        .containsExactlyInAnyOrderElementsOf(records().map(Class::getSimpleName).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "RepositoryList, /api/v1/repositories",
    "RepositoryList, /api/v1/repositories?n=1",
    "TagList, /api/v1/repositories/shop%2Fapi/tags",
    "TagList, /api/v1/repositories/shop%2Fapi/tags?n=1&last=a",
    "TagHistory, /api/v1/repositories/shop%2Fapi/tags/v1",
    "TagHistory, /api/v1/repositories/shop%2Fweb/tags/main-77d0b1c",
    "NameAt, /api/v1/repositories/shop%2Fapi/tags/v1/at?time=2026-11-20T10:00:00Z",
    "HistoryList, /api/v1/repositories/shop%2Fapi/history?n=2",
    "RepositoryDetail, /api/v1/repositories/shop%2Fapi",
    "ChannelList, /api/v1/repositories/shop%2Fapi/channels",
    "PinList, /api/v1/repositories/shop%2Fapi/pins",
    "DeclarationList, /api/v1/declarations",
    "AuditList, /api/v1/audit",
    "CollectedList, /api/v1/collected",
    "RetentionPlan, /api/v1/retention/plan",
    "ServerVersion, /api/v1/version",
    "CollectedList, /api/v1/collected",
    "RetentionPlan, /api/v1/retention/plan",
    "Problem, /api/v1/repositories?n=x",
    "Problem, /api/v1/repositories/shop%2Fnone/tags",
    "Problem, /api/v1/repositories/shop%2Fapi/tags/none",
    "Problem, /api/v1/nothing"
  })
  void anAnswerIsAsDescribed(String schema, String path) {
    Answer answer = server.get(path);
    assertThat(answer.header("Content-Type"))
        .isEqualTo(schema.equals("Problem") ? "application/problem+json" : "application/json");
    fits(answer.json(), schema(schema), schema);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Collection | /collections | {\"dryRun\":true}",
        "Collection | /collections | {\"dryRun\":false,\"grace\":\"1h\"}",
        "Purge | /collected/purges | {}",
        "RetentionRun | /retention/runs | {}",
        "Problem | /collections | {\"dryRun\":true,\"grace\":\"soon\"}",
        "Problem | /collections | {}{}",
        "Problem | /collected/restorations | {\"repository\":\"shop/api\"}"
      })
  void anAnswerToAChangeIsAsDescribed(String schema, String path, String body) {
    Answer answer =
        server.post(
            Api.PATH + path,
            body.getBytes(StandardCharsets.UTF_8),
            "Authorization",
            "Bearer " + RunningServer.TOKEN,
            "Content-Type",
            "application/json");
    assertThat(answer.header("Content-Type"))
        .isEqualTo(schema.equals("Problem") ? "application/problem+json" : "application/json");
    fits(answer.json(), schema(schema), schema);
  }

  private void fits(JsonNode value, JsonNode described, String where) {
    JsonNode schema = resolved(described);
    switch (schema.path("type").asString()) {
      case "object" -> {
        assertThat(schema.path("properties").propertyNames())
            .as(where)
            .containsAll(value.propertyNames());
        assertThat(value.propertyNames())
            .as(where)
            .containsAll(schema.path("required").valueStream().map(JsonNode::asString).toList());
        value
            .properties()
            .forEach(
                it ->
                    fits(
                        it.getValue(),
                        schema.path("properties").path(it.getKey()),
                        where + "." + it.getKey()));
      }
      case "array" -> value.forEach(it -> fits(it, schema.path("items"), where));
      case "integer" -> assertThat(value.isIntegralNumber()).as(where).isTrue();
      case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
      default -> {
        assertThat(value.isString()).as(where).isTrue();
        if (schema.path("format").asString("").equals("date-time")) {
          assertThat(Instant.parse(value.asString())).as(where).isEqualTo(RunningServer.NOW);
        }
        if (schema.has("const")) {
          assertThat(value).as(where).isEqualTo(schema.path("const"));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop%2Fapi", "shop%2fapi", "shop/api"})
  void theRepositoryMayBeOneSegmentOrMore(String repository) {
    String tags = Api.PATH + "/repositories/" + repository + "/tags";
    assertThat(server.get(tags).json().path("repository").asString()).isEqualTo("shop/api");
    assertThat(server.get(tags).json().path("tags").size()).isEqualTo(3);
    JsonNode tag = server.get(tags + "/v1").json();
    assertThat(tag.path("tag").path("revision").asString()).isEqualTo(COMMIT);
    assertThat(tag.path("refused").path(0).path("reason").asString()).isEqualTo("TAG_TAKEN");
  }

  @Test
  void aRepositoryMayBeCalledLikeARoute() {
    server.push("a/tags/b", "v1", TestImage.of("odd"));
    for (String repository : List.of("a%2Ftags%2Fb", "a/tags/b")) {
      Answer answer = server.get(Api.PATH + "/repositories/" + repository + "/tags/v1");
      assertThat(answer.json().path("repository").asString()).isEqualTo("a/tags/b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/repositories", "/api/v1/repositories/shop%2Fapi/tags"})
  void pagesLeadToTheEnd(String list) {
    List<String> seen = new ArrayList<>();
    String next = list + "?n=1";
    while (!next.isEmpty()) {
      JsonNode page = server.get(next).json();
      page.path(page.has("tags") ? "tags" : "repositories")
          .forEach(it -> seen.add(it.path("name").asString()));
      next = page.path("next").asString("");
    }
    assertThat(seen).isSorted().doesNotHaveDuplicates();
    assertThat(seen).contains(list.endsWith("tags") ? "v2" : "shop/web");
  }
}
