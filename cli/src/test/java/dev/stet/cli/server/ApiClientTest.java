package dev.stet.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stet.api.NewPin;
import dev.stet.api.Unpinned;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Recorder;
import dev.stet.cli.server.AnswerServer.Asked;
import dev.stet.oci.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What goes with a question to a server, and what becomes of its refusals. */
class ApiClientTest {
  private static final ApiPath PINS = ApiPath.of(RepositoryName.parse("shop/api"), "pins");
  private static final String POST = "POST /api/v1/repositories/shop%2Fapi/pins";

  private final AnswerServer server = new AnswerServer();
  @TempDir private Path temp = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private ApiClient client(Map<String, String> environment, String... options) {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("HOME", temp.toString());
    all.putIfAbsent("USER", "ann");
    return CommandLine.populateCommand(new ServerOptions(), options)
        .client(
            Optional.of(server.host()),
            new Recorder(temp, all).surroundings(),
            Duration.ofSeconds(10));
  }

  private Asked change(Map<String, String> environment) {
    server.change(POST, 201, "{\"apiVersion\":\"v\",\"repository\":\"r\",\"digest\":\"d\"}");
    client(environment)
        .post(PINS, new NewPin("main-3035eca", null), Unpinned.class, "it cannot be pinned");
    return server.changes().getLast();
  }

  @Test
  void aChangeIsJsonAndSaysWhoAsks() {
    Asked asked = change(Map.of());
    assertThat(asked).hasToString(POST + " {\"reference\":\"main-3035eca\"}");
    assertThat(asked.header("Content-Type")).isEqualTo("application/json");
    assertThat(asked.header("Stet-Actor")).isEqualTo("ann");
    assertThat(asked.header("User-Agent")).isEqualTo("stet/1.2.3");
    assertThat(asked.header("Authorization")).isEmpty();
  }

  @Test
  void theTokenThatAServerLeftIsShown() throws IOException {
    Path tokens = Files.createDirectories(temp.resolve(".local/state/stet/tokens"));
    String port = server.host().replaceAll(".*:", "");
    Files.writeString(tokens.resolve("localhost_" + port), "of another name\n");
    assertThat(change(Map.of()).header("Authorization")).isEqualTo("Bearer of another name");
    Files.writeString(tokens.resolve("127.0.0.1_" + port), "left\n");
    assertThat(change(Map.of()).header("Authorization")).isEqualTo("Bearer left");
    assertThat(change(Map.of("STET_TOKEN", " named ")).header("Authorization"))
        .isEqualTo("Bearer named");
    assertThat(change(Map.of("XDG_STATE_HOME", "/nowhere")).header("Authorization")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"stet.example, true", "other.example, false", "127.0.0.1:1, true"})
  void theTokenOfTheEnvironmentIsForThePersonsOwnServer(String host, boolean own) {
    Recorder recorder =
        new Recorder(temp, Map.of("STET_TOKEN", "secret", "STET_SERVER", "stet.example"));
    ServerOptions options = CommandLine.populateCommand(new ServerOptions());
    ServerAddress address = options.resolve(Optional.of(host), recorder.surroundings());
    Caller caller =
        new Caller(recorder.surroundings(), options.isOwn(address, recorder.surroundings()));
    assertThat(caller.token(address).isPresent()).isEqualTo(own);
  }

  @Test
  void aReadShowsNoToken() {
    server.json(PINS.text(), "{\"apiVersion\":\"v\",\"repository\":\"r\",\"digest\":\"d\"}");
    client(Map.of("STET_TOKEN", "secret")).get(PINS, Unpinned.class, "no");
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void aSequenceIsACondition() {
    server.change(POST.replace("POST", "PATCH"), 200, "{\"repository\":\"r\",\"digest\":\"d\"}");
    client(Map.of()).patch(PINS, Map.of(), Optional.of(17L), Unpinned.class, "no");
    assertThat(server.changes().getFirst().header("If-Match")).isEqualTo("\"17\"");
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED, NOT_ALLOWED, STET_TOKEN",
    "404, NAME_UNKNOWN, NOT_FOUND, push to it first",
    "404, MANIFEST_UNKNOWN, NOT_FOUND, stet tags REPO",
    "404, UNSUPPORTED, NOT_FOUND, older than this command",
    "405, UNSUPPORTED, REFUSED, ''",
    "409, DENIED, REFUSED, ''",
    "412, DENIED, REFUSED, ''",
    "400, UNSUPPORTED, USAGE, ''",
    "503, TOOMANYREQUESTS, FAILURE, ''",
  })
  void aRefusalSaysWhatToDo(int status, String code, ExitCode exitCode, String next) {
    server.refuse(POST, status, code, "it is pinned");
    Failure failure =
        catchThrowableOfType(
            Failure.class,
            () ->
                client(Map.of())
                    .post(PINS, new NewPin("x", null), Unpinned.class, "it cannot be done"));
    assertThat(failure.exitCode()).isEqualTo(exitCode);
    assertThat(failure.what()).isEqualTo("it cannot be done");
    assertThat(failure.why()).containsExactly("it is pinned (" + status + " " + code + ")");
    assertThat(String.join("\n", failure.next())).contains(next);
    assertThat(failure.requestId()).contains("r-1");
  }
}
