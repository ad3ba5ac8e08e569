package dev.stet.cli;

import static dev.stet.cli.ApiAnswers.ONE;
import static dev.stet.cli.ApiAnswers.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.server.AnswerServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gc and retention against a server that answers as Stet does. */
class SpaceTest {
  private static final String COLLECTIONS = "POST /api/v1/collections";
  private static final String PURGES = "POST /api/v1/collected/purges";
  private static final String RUNS = "POST /api/v1/retention/runs";
  private static final String COLLECTED =
      """
      {"apiVersion":"stet.dev/v1","collected":[
       {"repository":"shop/api","digest":"%s","kind":"manifest","size":700,
        "deletedAt":"2026-11-24T11:00:00Z","reason":"retention",
        "purgedAfter":"2026-12-01T11:00:00Z"},
       {"repository":"shop/api","digest":"%s","kind":"blob","size":4200000,
        "deletedAt":"2026-11-24T11:00:00Z","reason":"retention",
        "purgedAfter":"2026-12-01T11:00:00Z"}]}
      """
          .formatted(ONE, TWO);
  private static final String RULES =
      """
      {"apiVersion":"stet.dev/v1","at":"2026-11-24T11:00:00Z","rules":["keep 20 newest per branch"],
       "go":[{"repository":"shop/api","tag":"main-1","digest":"%s","reason":"21st of main"}],"goCount":1,
       "stay":[{"repository":"shop/api","tag":"main-2","digest":"%s","reason":"is pinned"}],"stayCount":30}
      """
          .formatted(ONE, TWO);

  private final AnswerServer server = new AnswerServer();
  @TempDir private Path temp = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private StetRun run(String... arguments) {
    return StetRun.of(temp, Map.of("STET_SERVER", server.host()), arguments);
  }

  private static String collection(boolean dryRun) {
    return """
        {"apiVersion":"stet.dev/v1","dryRun":%s,"manifests":[{"repository":"shop/api",
         "digest":"%s","size":700,"reason":"untagged for 14 days"}],"manifestCount":1,"blobs":2,"bytes":4200700,
         "kept":[{"repository":"shop/api","digest":"%s","reason":"is pinned"}]}
        """
        .formatted(dryRun, ONE, TWO);
  }

  @Test
  void whatNothingNeedsIsCollected() {
    server.change(COLLECTIONS, 200, collection(false));
    assertThat(run("gc"))
        .isEqualTo(
            new StetRun(
                0,
                "collected\tshop/api\t%s\t700\tuntagged for 14 days\nkept\tshop/api\t%s\t\tis pinned\n"
                    .formatted(ONE, TWO),
                "collected 1 manifests and 2 blobs, 4.2 MB\n"));
    assertThat(run("gc", "-o", "name").out()).isEqualTo(server.host() + "/shop/api@" + ONE + "\n");
    assertThat(run("gc", "--grace", "36h", "-o", "json").out())
        .isEqualToIgnoringWhitespace(collection(false));
    assertThat(server.changes().getFirst()).hasToString(COLLECTIONS + " {\"dryRun\":false}");
    assertThat(server.changes().getLast())
        .hasToString(COLLECTIONS + " {\"dryRun\":false,\"grace\":\"36h\"}");
  }

  @Test
  void aDryRunIsTheServers() {
    server.change(COLLECTIONS, 200, collection(true));
    StetRun run = run("gc", "--dry-run");
    assertThat(run.err()).startsWith("would collect 1 manifests");
    assertThat(server.changes()).hasToString("[" + COLLECTIONS + " {\"dryRun\":true}]");
  }

  @Test
  void whatCanComeBackIsListed() {
    server.json("/api/v1/collected?n=1000", COLLECTED);
    assertThat(run("gc", "list").out().lines().findFirst())
        .contains(
            "shop/api\t%s\tmanifest\t700\t2026-11-24T11:00:00Z\tretention\t2026-12-01T11:00:00Z"
                .formatted(ONE));
    assertThat(run("gc", "list", "-q").out()).isEqualTo(ONE + "\n" + TWO + "\n");
    assertThat(run("gc", "list", "-o", "json").out()).isEqualToIgnoringWhitespace(COLLECTED);
  }

  @Test
  void whatWasCollectedComesBack() {
    String restorations = "POST /api/v1/collected/restorations";
    server.change(
        restorations,
        200,
        "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",\"names\":[],\"digests\":[\""
            + ONE
            + "\"]}");
    assertThat(run("gc", "restore", "shop/api@" + ONE).out())
        .isEqualTo(server.host() + "/shop/api@" + ONE + "\n");
    assertThat(run("gc", "restore", "shop/api@" + ONE, "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","repository":"shop/api","names":[],"digests":["%s"],
             "dryRun":false}
            """
                .formatted(ONE));
    assertThat(server.changes().getFirst())
        .hasToString(restorations + " {\"repository\":\"shop/api\",\"digest\":\"" + ONE + "\"}");
    server.refuse(restorations, 404, "BLOB_UNKNOWN", "it was purged");
    assertThat(run("gc", "restore", "shop/api@" + ONE).exitCode()).isEqualTo(3);
  }

  @Test
  void aDryRunOfARestorationLooksWhetherItCanComeBack() {
    server.json("/api/v1/collected?n=1000", COLLECTED);
    assertThat(run("gc", "restore", "shop/api@" + ONE, "--dry-run").exitCode()).isZero();
    assertThat(run("gc", "restore", "shop/web@" + ONE, "--dry-run").exitCode()).isEqualTo(3);
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void purgingHasToBeConfirmed() {
    server.json("/api/v1/collected?n=1000", COLLECTED);
    server.change(
        PURGES,
        200,
        "{\"apiVersion\":\"stet.dev/v1\",\"manifests\":1,\"blobs\":1,\"bytes\":4200700}");
    assertThat(run("gc", "purge").exitCode()).isEqualTo(2);
    assertThat(run("gc", "purge", "--dry-run").out()).isEqualTo("1\t1\t4200700\n");
    assertThat(server.changes()).isEmpty();
    assertThat(run("gc", "purge", "--yes").out()).isEqualTo("1\t1\t4200700\n");
    assertThat(run("gc", "purge", "--yes", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","manifests":1,"blobs":1,"bytes":4200700,"dryRun":false}
            """);
    assertThat(server.changes().getFirst()).hasToString(PURGES + " {}");
  }

  @Test
  void thePlanSaysWhatGoesAndWhatStays() {
    server.json("/api/v1/retention/plan", RULES);
    assertThat(run("retention", "plan"))
        .isEqualTo(
            new StetRun(
                0,
                "go\tshop/api\tmain-1\t%s\t21st of main\nstay\tshop/api\tmain-2\t%s\tis pinned\n"
                    .formatted(ONE, TWO),
                "would delete 1 tags; 30 stay\n"));
    assertThat(
            StetRun.onTerminal(temp, Map.of("STET_SERVER", server.host()), "retention", "plan")
                .out())
        .startsWith("rule: keep 20 newest per branch\n\nWHAT ");
    assertThat(run("retention", "plan", "-o", "json").out()).isEqualToIgnoringWhitespace(RULES);
    assertThat(run("retention", "run", "--dry-run", "-q").out()).isEqualTo("shop/api:main-1\n");
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void aPlanWithoutRulesSaysSo() {
    server.json(
        "/api/v1/retention/plan",
        """
        {"apiVersion":"stet.dev/v1","at":"2026-11-24T11:00:00Z","rules":[],"go":[],"goCount":0,
         "stay":[],"stayCount":0}
        """);
    assertThat(
            StetRun.onTerminal(temp, Map.of("STET_SERVER", server.host()), "retention", "plan")
                .out())
        .startsWith("there are no rules");
  }

  @Test
  void theRulesAreCarriedOut() {
    server.change(RUNS, 200, RULES);
    assertThat(run("retention", "run").err()).isEqualTo("deleted 1 tags; 30 stay\n");
    assertThat(run("retention", "run", "-o", "name").out())
        .isEqualTo(server.host() + "/shop/api:main-1@" + ONE + "\n");
    assertThat(run("retention", "run", "-o", "json").out()).isEqualToIgnoringWhitespace(RULES);
    assertThat(server.changes().getFirst()).hasToString(RUNS + " {}");
  }
}
