package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.server.AnswerServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
  private static final String TAG =
      "{\"name\":\"%s\",\"kind\":\"tag\",\"digest\":\"sha256:0\",\"mediaType\":\"m\",\"size\":1,\"sequence\":1,"
          + "\"pushedAt\":\"2026-11-20T12:00:00Z\","
          + "\"pushedBy\":{\"name\":\"a\",\"source\":\"b\",\"trust\":\"c\"}}";

  private static final String CHANNEL = ApiAnswers.latest("1.0", "sha256:0", 9);

  private final AnswerServer server = new AnswerServer();
  @TempDir private Path temp = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private void hasNames() {
    server
        .json(
            "/api/v1/repositories?n=1000",
            "{\"repositories\":[{\"name\":\"shop/api\",\"createdAt\":\"2026-11-20T12:00:00Z\",\"kind\":\"standing\"},"
                + "{\"name\":\"tools\",\"createdAt\":\"2026-11-20T12:00:00Z\",\"kind\":\"standing\"}]}")
        .json(
            "/api/v1/repositories/shop%2Fapi/tags?n=1000",
            "{\"repository\":\"shop/api\",\"tags\":[%s,%s]}"
                .formatted(TAG.formatted("1.0"), TAG.formatted("main-3035eca")));
  }

  private List<String> complete(String... words) {
    String[] arguments =
        Stream.concat(Stream.of("__complete", "--"), Stream.of(words)).toArray(String[]::new);
    StetRun run = StetRun.of(temp, Map.of("STET_SERVER", server.host()), arguments);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    return run.out().lines().map(line -> line.substring(0, line.indexOf('\t'))).toList();
  }

  @Test
  void commandsAreCompletedAndHiddenOnesAreNot() {
    assertThat(complete("")).contains("serve", "tag", "copy", "completion");
    assertThat(complete("")).noneMatch(it -> it.startsWith("__"));
    assertThat(complete("ta")).containsExactly("tag", "tags");
    assertThat(complete("help", "ex")).containsExactly("exit-codes");
    assertThat(complete("nope", "")).isEmpty();
  }

  @Test
  void optionsAndTheirValuesAreCompleted() {
    assertThat(complete("tag", "--l")).containsExactlyInAnyOrder("--length", "--labels");
    assertThat(complete("tags", "-o", "")).containsExactly("table", "json", "yaml", "name");
    assertThat(complete("copy", "--if-taken", "k")).containsExactly("keep");
    assertThat(complete("copy", "--wait", "q")).containsExactly("quorum");
    assertThat(complete("completion", "z")).containsExactly("zsh");
    assertThat(complete("tags", "--server", "")).isEmpty();
  }

  @Test
  void repositoriesAndTagsOfTheServerAreCompleted() {
    hasNames();
    String host = server.host();
    assertThat(complete("tags", "sh")).containsExactly("shop/api");
    assertThat(complete("show", "")).containsExactly("shop/api:", "tools:");
    assertThat(complete("show", "shop/api:m")).containsExactly("shop/api:main-3035eca");
    assertThat(complete("show", host + "/shop/api:"))
        .containsExactly(host + "/shop/api:1.0", host + "/shop/api:main-3035eca");
    assertThat(complete("copy", "--dry-run", "oci:x", "to")).containsExactly("tools:");
    assertThat(complete("tags", "a", "b", "sh")).containsExactly("shop/api");
    assertThat(complete("verify", "shop/api:1.0", "shop/api:m"))
        .containsExactly("shop/api:main-3035eca");
    assertThat(complete("log", "proof", "to")).containsExactly("tools:");
    assertThat(complete("verify", "--off")).containsExactly("--offline");
  }

  @Test
  void commandsBelowACommandAreCompleted() {
    assertThat(complete("channel", ""))
        .containsExactly("list", "create", "move", "follow", "log", "rm");
    assertThat(complete("gc", "re")).containsExactly("restore");
    assertThat(complete("log", ""))
        .containsExactly("head", "tail", "show", "proof", "recover", "resume");
    assertThat(complete("keys", "")).containsExactly("new", "show", "rotate", "export", "import");
    assertThat(complete("policy", "init", "--w")).containsExactly("--witness");
    assertThat(complete("gc", "--d")).containsExactly("--dry-run");
    assertThat(complete("channel", "nope", "")).isEmpty();
    assertThat(complete("help", "repo", "decl")).containsExactly("declare", "declarations");
    assertThat(complete("repo", "rm", "--reason", ""))
        .containsExactly("owner", "retention", "security", "legal");
    assertThat(complete("repo", "declare", "x", "m")).containsExactly("mutable");
  }

  @Test
  void tagsAndChannelsOfTheRepositoryAreCompleted() {
    hasNames();
    server.json("/api/v1/repositories/shop%2Fapi/channels", ApiAnswers.list("channels", CHANNEL));
    assertThat(complete("channel", "move", "shop/api", "")).containsExactly("latest");
    assertThat(complete("channel", "move", "shop/api", "latest", "m"))
        .containsExactly("main-3035eca");
    assertThat(complete("channel", "move", server.host() + "/shop/api", "latest", "--from", ""))
        .containsExactly("1.0", "main-3035eca");
    assertThat(complete("channel", "create", "shop/api", "--tag", "1")).containsExactly("1.0");
    assertThat(complete("channel", "log", "shop/api:x", "")).isEmpty();
    assertThat(complete("rm", "shop/api:1.0", "shop/api:m"))
        .containsExactly("shop/api:main-3035eca");
    assertThat(complete("when", "--at", "2h ago", "to")).containsExactly("tools:");
    assertThat(complete("history", "shop/")).containsExactly("shop/api", "shop/api:");
    assertThat(complete("history", "shop/api:1")).containsExactly("shop/api:1.0");
    assertThat(complete("repo", "declare", "to")).containsExactly("tools");
  }

  @Test
  void theServerOfTheCommandLineIsAsked() {
    hasNames();
    StetRun run =
        StetRun.of(temp, Map.of(), "__complete", "--", "tags", "--server", server.host(), "shop/");
    assertThat(run.out()).isEqualTo("shop/api\trepository\n");
  }

  @Test
  void aServerThatDoesNotAnswerIsNoError() {
    assertThat(complete("tags", "x")).isEmpty();
    server.close();
    assertThat(complete("show", "x:")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void thereIsAScriptForEachShell(String shell) {
    StetRun run = StetRun.of(temp, Map.of(), "completion", shell);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("__complete -- ");
  }

  @Test
  void bashPutsTheCandidatesWhereItBrokeTheWord() throws IOException, InterruptedException {
    Path script = temp.resolve("stet.bash");
    Files.writeString(script, StetRun.of(temp, Map.of(), "completion", "bash").out());
    assertThat(inBash(script, "stet show shop/api:m", "shop/api:main-1\\tpushed"))
        .isEqualTo("[show|shop/api:m] main-1");
    assertThat(inBash(script, "stet tags ", "shop/api\\trepository\\ntools\\trepository"))
        .isEqualTo("[tags|] shop/api tools");
    assertThat(inBash(script, "stet show 127.0.0.1:5000/sh", "127.0.0.1:5000/shop:\\tx"))
        .isEqualTo("[show|127.0.0.1:5000/sh] 5000/shop:");
  }

  /** What bash asks stet, and what it then offers. */
  private String inBash(Path script, String line, String answer)
      throws IOException, InterruptedException {
    String test =
        """
        stet() { shift 2; local IFS='|'; echo "[$*]" > "$ASKED"; printf '%b\\n' "$ANSWER"; }
        source "$SCRIPT"
        COMP_LINE=$LINE; COMP_POINT=${#LINE}; _stet
        echo "$(cat "$ASKED") ${COMPREPLY[*]}"
        """;
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", test).redirectErrorStream(true);
    builder.environment().put("SCRIPT", script.toString());
    builder.environment().put("ASKED", temp.resolve("asked").toString());
    builder.environment().put("LINE", line);
    builder.environment().put("ANSWER", answer);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.strip();
  }

  @Test
  void theWarmUpSaysNothingAndAsksNobody() {
    StetRun run = StetRun.of(temp, Map.of("STET_SERVER", server.host()), "__warm-up");
    assertThat(run).isEqualTo(new StetRun(0, "", ""));
    assertThat(server.asked()).isEmpty();
  }
}
