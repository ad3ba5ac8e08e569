package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.server.AnswerServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tags, show and version against a server that answers as Stet does. */
class BrowseTest {
  private static final String ONE = "sha256:" + "01".repeat(32);
  private static final String TWO = "sha256:" + "02".repeat(32);
  private static final String COMMIT = "3035eca9c1a5a8a3b2b1e0d9c8b7a6f504132231";
  private static final String ACTOR =
      "{\"name\":\"ci@shop\",\"source\":\"127.0.0.1\",\"trust\":\"claimed\"}";
  private static final String OLD = tag("main-3035eca", ONE, 4, "2026-11-20T12:00:00Z");
  private static final String NEW = tag("a-later-one", TWO, 9, "2026-11-24T11:00:00Z");
  private static final String TAGS = "/api/v1/repositories/shop%2Fapi/tags";

  private final AnswerServer server = new AnswerServer();
  @TempDir private Path temp = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private static String tag(String name, String digest, int sequence, String at) {
    return "{\"name\":\"%s\",\"kind\":\"tag\",\"digest\":\"%s\",\"mediaType\":\"m\",\"size\":7,\"sequence\":%d,"
            .formatted(name, digest, sequence)
        + "\"pushedAt\":\"%s\",\"pushedBy\":%s,\"revision\":\"%s\"}".formatted(at, ACTOR, COMMIT);
  }

  private StetRun run(String... arguments) {
    return StetRun.of(temp, Map.of("STET_SERVER", server.host()), arguments);
  }

  private void twoPages() {
    String next = TAGS + "?n=1000&last=a-later-one";
    server.json(
        TAGS + "?n=1000",
        "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",\"tags\":[%s],\"next\":\"%s\"}"
            .formatted(OLD, next));
    server.json(
        next,
        "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",\"tags\":[%s],\"new\":1}"
            .formatted(NEW));
  }

  @Test
  void tagsOfAllPagesAreTabSeparatedInAPipeNewestFirst() {
    twoPages();
    assertThat(run("tags", "shop/api"))
        .isEqualTo(
            new StetRun(
                0,
                "a-later-one\t%s\t2026-11-24T11:00:00Z\tci@shop\t%s\ttag\n".formatted(TWO, COMMIT)
                    + "main-3035eca\t%s\t2026-11-20T12:00:00Z\tci@shop\t%s\ttag\n"
                        .formatted(ONE, COMMIT),
                ""));
  }

  @Test
  void tagsAreATableOnATerminal() {
    twoPages();
    StetRun run =
        StetRun.onTerminal(temp, Map.of("STET_SERVER", server.host()), "tags", "shop/api");
    assertThat(run.out())
        .isEqualTo(
            """
            TAG           DIGEST                PUSHED      BY       REVISION      KIND
            a-later-one   sha256:020202020202…  1 hour ago  ci@shop  3035eca9c1a5  tag
            main-3035eca  sha256:010101010101…  4 days ago  ci@shop  3035eca9c1a5  tag
            """);
  }

  @Test
  void tagsCanBeNamedAlone() {
    twoPages();
    assertThat(run("tags", "shop/api", "-q").out()).isEqualTo("a-later-one\nmain-3035eca\n");
    assertThat(run("tags", "shop/api", "-o", "name").out())
        .isEqualTo(
            "%1$s/shop/api:a-later-one@%2$s\n%1$s/shop/api:main-3035eca@%3$s\n"
                .formatted(server.host(), TWO, ONE));
  }

  @Test
  void theFieldsOfTagsAreAContract() {
    twoPages();
    assertThat(run("tags", "shop/api", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","repository":"shop/api","tags":[
              {"name":"a-later-one","kind":"tag","digest":"%s","mediaType":"m","size":7,"sequence":9,
               "pushedAt":"2026-11-24T11:00:00Z",
               "pushedBy":{"name":"ci@shop","source":"127.0.0.1","trust":"claimed"},
               "revision":"%s"},
              {"name":"main-3035eca","kind":"tag","digest":"%s","mediaType":"m","size":7,"sequence":4,
               "pushedAt":"2026-11-20T12:00:00Z",
               "pushedBy":{"name":"ci@shop","source":"127.0.0.1","trust":"claimed"},
               "revision":"%s"}]}
            """
                .formatted(TWO, COMMIT, ONE, COMMIT));
    assertThat(run("tags", "shop/api", "-o", "yaml").out())
        .startsWith("apiVersion: \"stet.dev/v1\"\nrepository: \"shop/api\"\ntags:\n- name:");
  }

  private void history() {
    server.json(
        TAGS + "/main-3035eca",
        """
        {"apiVersion":"stet.dev/v1","repository":"shop/api","tag":%1$s,
         "history":[{"sequence":4,"event":"claimed","digest":"%2$s","at":"2026-11-20T12:00:00Z",
           "by":%4$s,"revision":"%5$s","note":"first\\u001b[2J"}],
         "refused":[{"digest":"%3$s","reason":"TAG_TAKEN","by":%4$s,
           "first":"2026-11-21T12:00:00Z","last":"2026-11-24T11:30:00Z","count":3}]}
        """
            .formatted(OLD, ONE, TWO, ACTOR, COMMIT));
  }

  @Test
  void showTellsTheWholeStoryOnATerminal() {
    history();
    StetRun run =
        StetRun.onTerminal(
            temp, Map.of("STET_SERVER", server.host()), "show", "shop/api:main-3035eca");
    assertThat(run.out())
        .isEqualTo(
            """
            shop/api:main-3035eca
              digest    %s
              type      m
              pushed    2026-11-20T12:00:00Z (4 days ago) by ci@shop (claimed, from 127.0.0.1)
              revision  %s

            EVENT    WHEN            DIGEST                BY       REVISION      NOTE
            claimed  4 days ago      sha256:010101010101…  ci@shop  3035eca9c1a5  first\uFFFD[2J
            refused  30 minutes ago  sha256:020202020202…  ci@shop                TAG_TAKEN, 3 times
            """
                .formatted(ONE, COMMIT));
  }

  @Test
  void showTellsOfAChannelAndOfWhatWasDeleted() {
    String latest =
        ApiAnswers.tag("latest", "channel", TWO, ",\"tag\":\"1.1\",\"follow\":\"main-*\"");
    server.json(TAGS + "/latest", ApiAnswers.history(latest, "", ""));
    String gone =
        ApiAnswers.tag(
            "1.0",
            "tag",
            ONE,
            ",\"deletedAt\":\"2026-11-24T11:00:00Z\",\"deletedReason\":\"owner\"");
    server.json(TAGS + "/1.0", ApiAnswers.history(gone, "", ""));
    Map<String, String> environment = Map.of("STET_SERVER", server.host());
    assertThat(StetRun.onTerminal(temp, environment, "show", "shop/api:latest").out())
        .contains("\n  kind      channel\n  points to 1.1\n  follows   main-*\n  digest    " + TWO)
        .contains("\n  moved     2026-11-20T12:00:00Z (4 days ago) by ci@shop");
    assertThat(StetRun.onTerminal(temp, environment, "show", "shop/api:1.0").out())
        .contains("\n  deleted   2026-11-24T11:00:00Z (1 hour ago): owner\n");
    assertThat(run("show", "shop/api:1.0", "-o", "name").out()).isEmpty();
  }

  @Test
  void showInAPipeIsRowsAlone() {
    history();
    assertThat(run("show", "shop/api:main-3035eca").out().lines().toList())
        .containsExactly(
            "claimed\t2026-11-20T12:00:00Z\t%s\tci@shop\t%s\tfirst\uFFFD[2J".formatted(ONE, COMMIT),
            "refused\t2026-11-24T11:30:00Z\t%s\tci@shop\t\tTAG_TAKEN, 3 times".formatted(TWO));
    assertThat(run("show", "shop/api:main-3035eca", "-q").out()).isEqualTo(ONE + "\n");
  }

  @Test
  void theFieldsOfShowAreAContract() {
    history();
    assertThat(run("show", "shop/api:main-3035eca", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","repository":"shop/api","tag":%1$s,
             "history":[{"sequence":4,"event":"claimed","digest":"%2$s",
               "at":"2026-11-20T12:00:00Z","by":%4$s,"revision":"%5$s","note":"first\\u001B[2J"}],
             "refused":[{"digest":"%3$s","reason":"TAG_TAKEN","by":%4$s,
               "first":"2026-11-21T12:00:00Z","last":"2026-11-24T11:30:00Z","count":3}]}
            """
                .formatted(OLD, ONE, TWO, ACTOR, COMMIT));
  }

  @Test
  void aTagThatIsNotThereIsNotFound() {
    server.answer(
        TAGS + "/gone",
        404,
        "application/problem+json",
        """
        {"type":"about:blank","title":"manifest unknown to registry","status":404,
         "detail":"repository \\"shop/api\\" has no tag \\"gone\\"","code":"MANIFEST_UNKNOWN",
         "requestId":"r-17"}
        """,
        Map.of());
    StetRun run = run("show", "shop/api:gone");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            error: tag shop/api:gone cannot be shown
              repository "shop/api" has no tag "gone" (404 MANIFEST_UNKNOWN)
              next: stet tags REPO lists what a repository holds; this was asked of http://%s
              request: r-17
            """
                .formatted(server.host()));
  }

  @Test
  void anUnknownRepositoryIsNotSearchedForByTheSameCommand() {
    server.answer(
        TAGS + "?n=1000",
        404,
        "application/problem+json",
        """
        {"title":"repository name not known to registry","status":404,
         "detail":"there is no repository","code":"NAME_UNKNOWN","requestId":"r-18"}
        """,
        Map.of());
    StetRun run = run("tags", "shop/api");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("next: push to it first").doesNotContain("stet tags REPO");
  }

  @Test
  void aRequestIdInAHeaderIsShownToo() {
    server.answer(
        TAGS + "?n=1000",
        401,
        "application/problem+json",
        "{\"code\":\"UNAUTHORIZED\",\"detail\":\"sign in\"}",
        Map.of("Stet-Request-Id", "r-18"));
    StetRun run = run("tags", "shop/api");
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("sign in (401 UNAUTHORIZED)").contains("request: r-18");
  }

  @Test
  void aServerThatIsNoStetIsNamed() {
    StetRun run = run("tags", "shop/api");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(server.host()).contains("STET_SERVER");
    server.json(TAGS + "?n=1000", "<html>");
    assertThat(run("tags", "shop/api").err()).contains("does not answer like a Stet");
  }

  @Test
  void aNextPageThatLeadsElsewhereIsNotFollowed() {
    server.json(
        TAGS + "?n=1000",
        "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",\"tags\":[],"
            + "\"next\":\"http://elsewhere.example/x\"}");
    assertThat(run("tags", "shop/api").exitCode()).isEqualTo(1);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aServerThatIsNotThereIsNamedWithTheWayToNameAnother() {
    String host = server.host();
    server.close();
    StetRun run = StetRun.of(temp, Map.of(), "tags", host + "/shop/api");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("http://" + host, "named by the operand", "--server", "STET_SERVER");
  }

  @Test
  void versionTellsClientAndServer() {
    server.json("/api/v1/version", "{\"apiVersion\":\"stet.dev/v1\",\"version\":\"9.9\"}");
    assertThat(run("version").out())
        .isEqualTo("client\t1.2.3\t\nserver\t9.9\thttp://%s\n".formatted(server.host()));
    assertThat(run("version", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","client":"1.2.3",
             "server":{"address":"http://%s","version":"9.9"}}
            """
                .formatted(server.host()));
  }

  @Test
  void versionTellsTheClientWhereNoServerAnswers() {
    StetRun run = run("version");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("client\t1.2.3\t\n");
    assertThat(run("version", "--client").exitCode()).isZero();
  }
}
