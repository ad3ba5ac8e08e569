package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.server.AnswerServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restored log that goes on, against a server that answers as Stet does. */
class RecoverTest {
  private static final String RECOVER = "POST /api/v1/log/recover";
  private static final String RESUME = "POST /api/v1/log/resume";
  private static final String STATUS =
      "{\"apiVersion\":\"stet.dev/v1\",\"origin\":\"registry.example/log\",\"size\":7,\"open\":%s}";

  private final AnswerServer server = new AnswerServer();
  @TempDir private Path temp = Path.of("");

  @BeforeEach
  void answer() {
    server
        .json("/api/v1/log", STATUS.formatted(false))
        .change(RESUME, 200, STATUS.formatted(true))
        .change(
            RECOVER,
            200,
            "{\"apiVersion\":\"stet.dev/v1\",\"from\":\"http://m/log/\",\"entries\":12}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Map<String, String> environment() {
    return Map.of("STET_SERVER", server.host(), "STET_TOKEN", "secret");
  }

  private static String[] resume(String... more) {
    return Stream.concat(Stream.of("log", "resume", "--nothing-was-pushed-since"), Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void whatTheBackupLacksIsFetchedFromACopy() {
    StetRun run = StetRun.of(temp, environment(), "log", "recover", "--from", "http://m/log/");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("12\n");
    assertThat(server.changes().getFirst()).hasToString(RECOVER + " {\"from\":\"http://m/log/\"}");
    assertThat(server.changes().getFirst().header("Authorization")).isEqualTo("Bearer secret");
  }

  @Test
  void anAuditorServesNoLogSoNoneIsNamedAsASource() {
    assertThat(StetRun.of(temp, environment(), "log", "recover", "--help").out())
        .contains("--from", "mirror")
        .doesNotContain("auditor");
  }

  @Test
  void aCopyOfAnotherLogIsRefusedByTheServer() {
    server.refuse(RECOVER, 409, "DENIED", "the copy is of another log");
    StetRun run = StetRun.of(temp, environment(), "log", "recover", "--from", "http://m/log/");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err())
        .startsWith("error: the log was not recovered\n  the copy is of another log");
  }

  @Test
  void toResumeTheOriginHasToBeTyped() {
    StetRun alone = StetRun.of(temp, environment(), resume());
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err()).contains("--origin ORIGIN");
    assertThat(server.changes()).isEmpty();

    StetRun typed = StetRun.answering(" registry.example/log", temp, environment(), resume());
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.err()).contains("Type its origin, registry.example/log, to go on: ");
    assertThat(server.changes().getLast())
        .hasToString(RESUME + " {\"origin\":\"registry.example/log\"}");

    StetRun said = StetRun.of(temp, environment(), resume("--origin", "registry.example/log"));
    assertThat(said).isEqualTo(new StetRun(0, "registry.example/log\n", ""));
    assertThat(server.changes()).hasSize(2);
  }

  @Test
  void anotherOriginIsRefusedByTheServer() {
    server.refuse(RESUME, 409, "DENIED", "the origin is another");
    StetRun run = StetRun.answering("y", temp, environment(), resume());
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(server.changes().getLast()).hasToString(RESUME + " {\"origin\":\"y\"}");
  }
}
