package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Route;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in before people can sign in: everybody on this machine, and nobody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BeforeIdentityTest {
  private static final String REPOSITORY = "open/house";
  private static final String BEARER = "Bearer " + RunningServer.TOKEN;

  private final AtomicBoolean refuses = new AtomicBoolean();
  private final TestImage image = TestImage.of("guarded");

  @TempDir private Path elsewhere;

  @SuppressWarnings("NullAway.Init")
  private Path data;

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path folder) {
    data = folder.resolve("data");
    server =
        RunningServer.start(
            data,
            Map.of("STET_ALLOWED_HOSTS", "Registry.Example"),
            new Server.Parts(
                (_, _, _) -> refuses.get() ? Optional.of("nobody may") : Optional.empty(),
                UnaryOperator.identity()));
    server.push(REPOSITORY, "v1", image);
    server.routes().forEach(route -> server.get(path(route))); // what can be in memory is
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private List<Route> routes() {
    return server.routes();
  }

  /** A path of the route; of things that are there and in memory, where it reads. */
  private String path(Route route) {
    return route
        .pattern()
        .toString()
        .replace("{repository...}", REPOSITORY)
        .replace("{reference}", "v1")
        .replace("{tag}", "v1")
        .replace("{path...}", "0/000.p/1")
        .replace("{index}", "1")
        .replace("{name}", "v1")
        .replace("{digest}", Digest.sha256(image.blobs().getLast()).toString())
        .replace("{upload}", "00000000-0000-0000-0000-000000000000");
  }

  @ParameterizedTest
  @MethodSource("routes")
  void noRouteIsAnsweredWithoutTheAuthoriser(Route route) {
    List<String> methods =
        route.method().equals("GET") ? List.of("GET", "HEAD") : List.of(route.method());
    assertThat(path(route)).doesNotContain("{");
    refuses.set(true);
    try (RawConnection connection = server.connect()) {
      for (String method : methods) {
        connection.sendHead(
            method + " " + path(route),
            "Content-Length: 0",
            "Content-Type: application/json",
            "Authorization: " + BEARER);
        Answer answer = method.equals("HEAD") ? connection.head() : connection.answer();
        assertThat(answer.status()).as(method).isEqualTo(403);
        assertThat(answer.find("WWW-Authenticate")).isEmpty();
        assertThat(answer.text()).contains(method.equals("HEAD") ? "" : "nobody may");
      }
    } finally {
      refuses.set(false);
    }
  }

  @Test
  void thereAreRoutesOfEveryRoom() {
    assertThat(routes())
        .extracting(Route::toString)
        .contains("GET /v2/", "GET /", "GET /metrics", "GET /readyz", "GET /api/v1/repositories")
        .hasSizeGreaterThan(18);
  }

  private Answer get(String path, String... headers) {
    try (RawConnection connection = server.connect()) {
      return connection
          .send("GET " + path + " HTTP/1.1\n" + String.join("\n", headers) + "\n\n")
          .answer();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:5000",
        "LOCALHOST:1",
        "127.0.0.1",
        "127.0.0.1:5000",
        "127.9.8.7",
        "[::1]",
        "[::1]:5000",
        "registry.example",
        "REGISTRY.example:443"
      })
  void ourNamesAreAnswered(String host) {
    assertThat(get("/v2/", "Host: " + host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:5000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "evil.example/127.0.0.1",
        "10.0.0.1",
        "0.0.0.0",
        "[::]",
        "[fe80::1]",
        "1270.0.0.1",
        "registry.example.evil",
        "localhost:5000:evil",
        ""
      })
  void otherNamesAreRefusedWithTheReason(String host) {
    for (String path : List.of("/v2/", "/livez", "/v2/" + REPOSITORY + "/manifests/v1", "/none")) {
      Answer answer = get(path, "Host: " + host);
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.text()).contains("DENIED", "allowed-hosts");
    }
  }

  @Test
  void aPageOfOursMayAskAndAnotherMayNot() {
    assertThat(get("/v2/", "Host: localhost:1", "Origin: http://localhost:1").status())
        .isEqualTo(200);
    for (String origin :
        List.of(
            "http://evil.example",
            "http://localhost:2",
            "http://localhost",
            "https://localhost:1",
            "null",
            "")) {
      Answer answer = get("/v2/", "Host: localhost:1", "Origin: " + origin);
      assertThat(answer.status()).as(origin).isEqualTo(403);
      assertThat(answer.message()).contains("other pages may not use this Stet");
      assertThat(answer.find("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Forwarded: for=10.0.0.1", "X-Forwarded-For: 10.0.0.1", "x-forwarded-for: ::1"})
  void whatAProxyPassedOnIsRefused(String header) {
    Answer answer = get("/v2/", "Host: localhost", header);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message()).contains("behind-proxy: true", "open: true");
  }

  @Test
  void behindAProxyItIsTaken() {
    try (RunningServer behind =
        RunningServer.start(
            elsewhere.resolve("behind"),
            Map.of("STET_BEHIND_PROXY", "true", "STET_OPEN", "true"),
            Server.Parts.USUAL)) {
      assertThat(behind.get("/v2/", "X-Forwarded-For", "10.0.0.1").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  void aChangeThroughTheApiNeedsTheToken(String method) {
    for (String token :
        List.of("", "Bearer", "Bearer wrong", "Basic x", BEARER + "x", "bearer x")) {
      Answer answer = change(method, token, "application/json");
      assertThat(answer.status()).as(token).isEqualTo(401);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.text()).contains("Bearer TOKEN").doesNotContain(RunningServer.TOKEN);
    }
  }

  /** Browsers send no such paths, but whoever writes to the socket may. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "api/v1/repositories/open/house/pins",
        "//api/v1/repositories/open/house/pins",
        "/%61pi/v1/repositories/open/house/pins",
        "/./api/v1/repositories/open/house/pins",
        "/v2/../api/v1/repositories/open/house/pins",
        "http://localhost/api/v1/repositories/open/house/pins"
      })
  void noOtherWayToWriteThePathGetsPastTheToken(String target) {
    String pin = "{\"reference\":\"v1\"}";
    try (RawConnection connection = server.connect()) {
      Answer answer =
          connection
              .sendHead(
                  "POST " + target,
                  "Content-Length: " + pin.length(),
                  "Content-Type: application/json")
              .send(pin)
              .answer();
      assertThat(answer.status()).as(answer.text()).isIn(400, 401, 404);
    }
    assertThat(server.get("/api/v1/repositories/open%2Fhouse/pins").json().path("pins")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonp",
        ""
      })
  void aChangeThroughTheApiIsJson(String type) {
    assertThat(change("POST", BEARER, type).status()).isEqualTo(415);
    assertThat(change("POST", BEARER, "application/json; charset=utf-8").status())
        .as("past the guard, where nothing takes a POST yet")
        .isEqualTo(405);
  }

  private Answer change(String method, String authorization, String type) {
    try (RawConnection connection = server.connect()) {
      return connection
          .sendHead(
              method + " /api/v1/repositories",
              "Content-Length: 0",
              "Authorization: " + authorization,
              "Content-Type: " + type)
          .answer();
    }
  }

  @Test
  void theTokenLiesInTwoFilesThatOnlyThisUserCanRead() throws IOException {
    Path forCommand = data.resolve("tokens").resolve("127.0.0.1_" + server.port());
    for (Path file : List.of(data.resolve("token"), forCommand)) {
      assertThat(file).hasContent(RunningServer.TOKEN);
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void theFileForTheCommandGoesWithTheServer() {
    Path data = elsewhere.resolve("goes");
    RunningServer other = RunningServer.start(data);
    Path file = data.resolve("tokens").resolve("127.0.0.1_" + other.port());
    assertThat(file).exists();
    other.close();
    assertThat(file).doesNotExist();
    assertThat(data.resolve("token")).exists();
  }

  @Test
  void aFileThatAnotherServerWroteSinceStays() throws IOException {
    Path data = elsewhere.resolve("stays");
    RunningServer other = RunningServer.start(data);
    Path file = data.resolve("tokens").resolve("127.0.0.1_" + other.port());
    Files.writeString(file, "of another\n");
    other.close();
    assertThat(file).hasContent("of another");
  }

  @Test
  void aPlaceForTokensThatCannotBeWrittenDoesNotStopTheServer() throws IOException {
    Path data = elsewhere.resolve("no-home");
    Files.createDirectories(data);
    Files.writeString(data.resolve("tokens"), "a file where the folder would be");
    try (RunningServer other = RunningServer.start(data)) {
      assertThat(other.get("/livez").status()).isEqualTo(200);
    }
  }

  static Stream<Map.Entry<Map<String, String>, Optional<String>>> homes() {
    return Stream.of(
        Map.entry(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h"), Optional.of("/s/stet/tokens")),
        Map.entry(Map.of("HOME", "/h"), Optional.of("/h/.local/state/stet/tokens")),
        Map.entry(
            Map.of("XDG_STATE_HOME", "relative", "HOME", "/h"),
            Optional.of("/h/.local/state/stet/tokens")),
        Map.entry(
            Map.of("XDG_STATE_HOME", "", "HOME", "/h"), Optional.of("/h/.local/state/stet/tokens")),
        Map.entry(Map.of(), Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("homes")
  void theEnvironmentSaysWhereTokensLie(Map.Entry<Map<String, String>, Optional<String>> home) {
    assertThat(Surroundings.ofThisProcess(home.getKey()).tokens())
        .isEqualTo(home.getValue().map(Path::of));
  }

  @Test
  void secretsAndRequestsAreNeverTheSame() {
    Surroundings one = Surroundings.ofThisProcess(Map.of());
    Surroundings two = Surroundings.ofThisProcess(Map.of());
    assertThat(one.secrets().get()).matches("[0-9a-f]{64}").isNotEqualTo(two.secrets().get());
    assertThat(one.requestIds().get())
        .isNotEqualTo(one.requestIds().get())
        .isNotEqualTo(two.requestIds().get());
  }
}
