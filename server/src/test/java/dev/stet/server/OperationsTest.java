package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.stet.server.health.HealthRoutes;
import dev.stet.server.logging.LogSetup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Health, metrics, logs and the start page. */
class OperationsTest extends ServedTest {
  private static final Path METRICS = Path.of("../docs/reference/metrics.md");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? [-+.0-9EeNaInf]+$");

  @Test
  void itLivesAndIsReady() {
    assertThat(server.get("/livez").text()).isEqualTo("ok\n");
    Answer ready = server.get("/readyz");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.json().path("ready").asBoolean()).isTrue();
    assertThat(ready.json().path("problems").isEmpty()).isTrue();
  }

  @Test
  void readyzSaysWhyNot() throws IOException {
    HealthRoutes health =
        new HealthRoutes(
            List.of(Optional::empty, () -> Optional.of("the disk is gone: bring it back")));
    assertThat(readyz(health)).contains("503", "the disk is gone: bring it back", "false");
    health.stopping();
    assertThat(readyz(health)).contains("503", "Stet is stopping").doesNotContain("disk");
  }

  private static String readyz(HealthRoutes health) throws IOException {
    var route =
        health.routes().stream().filter(it -> it.toString().equals("GET /readyz")).findFirst();
    var reply = route.orElseThrow().handler().handle(new GetExchange("/readyz"));
    var body = (dev.stet.http.Body.Bytes) reply.body();
    return reply.status() + " " + new String(body.content(), StandardCharsets.UTF_8);
  }

  /** Names and labels, as Prometheus sees them. */
  private Set<String> metrics() {
    Answer answer = server.get("/metrics");
    assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    Set<String> metrics = new TreeSet<>();
    Matcher matcher = SAMPLE.matcher(answer.text());
    while (matcher.find()) {
      String labels =
          Optional.ofNullable(matcher.group(2))
              .orElse("")
              .replaceAll("=\"[^\"]*\"", "")
              .replace(",", ", ");
      metrics.add((matcher.group(1) + " " + labels).strip());
    }
    return metrics;
  }

  @Test
  void theTableOfMetricsIsWholeAndRight() throws IOException {
    server.push("oper/ations", "v1", TestImage.of("counted")); // every meter has a sample now
    server.get("/readyz");
    Set<String> documented =
        Files.readAllLines(METRICS).stream()
            .map(line -> Pattern.compile("^\\| `([a-z_]+)` \\|([^|]*)\\|").matcher(line))
            .filter(Matcher::find)
            .map(row -> (row.group(1) + " " + row.group(2).replace("`", "").strip()).strip())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(metrics());
  }

  @Test
  void namesOfOursBeginWithStet() {
    server.push("oper/ations", "v2", TestImage.of("counted"));
    assertThat(metrics())
        .allMatch(
            it -> it.startsWith("stet_") || it.startsWith("jvm_") || it.startsWith("process_"));
    assertThat(metrics()).contains("stet_tag_claims_total outcome", "stet_build_info version");
  }

  @Test
  void claimsAndAnswersAreCounted() {
    double before = sample("stet_tag_claims_total{outcome=\"taken\"}");
    server.push("oper/count", "v1", TestImage.of("one"));
    server.push("oper/count", "v1", TestImage.of("two"));
    assertThat(sample("stet_tag_claims_total{outcome=\"taken\"}")).isEqualTo(before + 1);
    assertThat(
            sample(
                "stet_http_request_duration_seconds_count{code=\"409\","
                    + "route=\"PUT /v2/{repository...}/manifests/{reference}\"}"))
        .isPositive();
    assertThat(server.get("/metrics").text()).doesNotContain("oper/count");
  }

  private double sample(String name) {
    return server
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  @Test
  void aRequestHasOneIdentifierInHeaderBodyAndLog() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger("dev.stet.requests");
    log.setLevel(ch.qos.logback.classic.Level.INFO);
    log.addAppender(lines);
    lines.start();
    try {
      Answer answer =
          server.post("/api/v1/repositories", new byte[0], "Authorization", "Bearer no");
      String id = answer.header("Stet-Request-Id");
      assertThat(answer.json().path("requestId").asString()).isEqualTo(id);
      server.get("/livez"); // reads are told at debug alone
      assertThat(List.copyOf(lines.list))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.getFormattedMessage()).isEqualTo("POST /api/v1/repositories");
                assertThat(values(line)).contains("request=" + id, "status=401", "from=127.0.0.1");
              });
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }
  }

  private static Set<String> values(ILoggingEvent line) {
    Set<String> values = new HashSet<>();
    line.getKeyValuePairs().forEach(pair -> values.add(pair.key + "=" + pair.value));
    return values;
  }

  @Test
  void aLineOfTheLogIsAnObjectWhereThatIsWanted() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream stderr = System.err;
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      LogSetup.apply(true, "info");
      LoggerFactory.getLogger("dev.stet.test")
          .atInfo()
          .addKeyValue("request", "r\"1")
          .setCause(new IllegalStateException("two\nlines"))
          .log("{}\nsecond", "first");
      LoggerFactory.getLogger("dev.stet.test").debug("not told");
    } finally {
      System.setErr(stderr);
      LogSetup.apply(false, "warn");
    }
    List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(1);
    JsonNode line = JsonMapper.shared().readTree(lines.getFirst());
    assertThat(line.path("level").asString()).isEqualTo("INFO");
    assertThat(line.path("formattedMessage").asString()).isEqualTo("first\nsecond");
    assertThat(line.path("kvpList").path(0).path("request").asString()).isEqualTo("r\"1");
    assertThat(line.has("timestamp")).isTrue();
  }

  @Test
  void theStartPageSaysWhatThisIsAndWhatToDoNext() {
    Answer page = server.get("/");
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.text())
        .contains(
            RunningServer.VERSION,
            "docker push 127.0.0.1:" + server.port() + "/shop/api:main-3035eca",
            "stet tags 127.0.0.1:" + server.port() + "/shop/api",
            "stet show 127.0.0.1:" + server.port() + "/shop/api:main-3035eca");
    assertThat(page.text().replace("http://127.0.0.1:" + server.port(), ""))
        .as("a page that needs nothing from elsewhere")
        .doesNotContain("http:", "https:", "//", "<script", "{version}", "{host}");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    Matcher link = Pattern.compile("href=\"([^\"]+)\"").matcher(page.text());
    int links = 0;
    while (link.find()) {
      assertThat(server.get(link.group(1)).status()).as(link.group(1)).isEqualTo(200);
      links++;
    }
    assertThat(links).isPositive();
  }

  @Test
  void theVersionIsTold() {
    JsonNode version = server.get("/api/v1/version").json();
    assertThat(version.path("version").asString()).isEqualTo(RunningServer.VERSION);
  }
}
