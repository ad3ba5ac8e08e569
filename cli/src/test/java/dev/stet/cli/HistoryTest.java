package dev.stet.cli;

import static dev.stet.cli.ApiAnswers.ACTOR;
import static dev.stet.cli.ApiAnswers.ONE;
import static dev.stet.cli.ApiAnswers.REPOSITORY;
import static dev.stet.cli.ApiAnswers.TAGS;
import static dev.stet.cli.ApiAnswers.TWO;
import static dev.stet.cli.ApiAnswers.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.server.AnswerServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** when, history and audit against a server that answers as Stet does. */
class HistoryTest {
  private static final String CLAIMED =
      event(4, "1.0", "claimed", "2026-11-20T12:00:00Z", ",\"digest\":\"" + ONE + "\"");
  private static final String DELETED =
      event(
          9,
          "1.0",
          "deleted",
          "2026-11-24T11:00:00Z",
          ",\"previous\":\"" + ONE + "\",\"note\":\"owner\"");
  private static final String REFUSED =
      "{\"digest\":\""
          + TWO
          + "\",\"reason\":\"TAG_TAKEN\",\"by\":"
          + ACTOR
          + ","
          + "\"first\":\"2026-11-21T12:00:00Z\",\"last\":\"2026-11-22T12:00:00Z\",\"count\":3}";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final AnswerServer server = new AnswerServer();
  @TempDir private Path temp = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private StetRun run(String... arguments) {
    return StetRun.of(temp, Map.of("STET_SERVER", server.host()), arguments);
  }

  private static String nameAt(String time, String more) {
    return "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",\"name\":\"latest\","
        + "\"time\":\"%s\"%s}".formatted(time, more);
  }

  private void pointedAt(String time) {
    server.json(
        TAGS + "/latest/at?time=" + time.replace(":", "%3A"),
        nameAt(
            time,
            ",\"digest\":\"%s\",\"tag\":\"1.0\",\"since\":\"2026-11-20T12:00:00Z\",\"event\":%s"
                .formatted(
                    ONE,
                    event(
                        4,
                        "latest",
                        "moved",
                        "2026-11-20T12:00:00Z",
                        ",\"digest\":\"" + ONE + "\""))));
  }

  @Test
  void whenTellsTagDigestSinceAndWho() {
    pointedAt("2026-11-24T10:00:00Z");
    assertThat(run("when", "shop/api:latest", "--at", "2h ago"))
        .isEqualTo(new StetRun(0, "1.0\t%s\t2026-11-20T12:00:00Z\tci@shop\n".formatted(ONE), ""));
    assertThat(run("when", "shop/api:latest", "--at", "2h ago", "-o", "name").out())
        .isEqualTo(server.host() + "/shop/api:1.0@" + ONE + "\n");
    assertThat(run("when", "shop/api:latest", "--at", "2h ago", "-q").out()).isEqualTo(ONE + "\n");
    assertThat(run("when", "shop/api:latest", "--at", "2026-11-24T11:00:00+01:00").exitCode())
        .isZero();
  }

  @Test
  void theZoneOfALocalTimeIsSaid() {
    pointedAt("2026-11-20T13:00:00Z");
    StetRun run = run("when", "shop/api:latest", "--at", "2026-11-20 14:00");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEqualTo("at 2026-11-20T14:00:00+01:00 (Europe/Berlin)\n");
  }

  @Test
  void withoutATimeItIsNow() {
    pointedAt("2026-11-24T12:00:00Z");
    assertThat(run("when", "shop/api:latest", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","repository":"shop/api","name":"latest",
             "time":"2026-11-24T12:00:00Z","digest":"%1$s","tag":"1.0",
             "since":"2026-11-20T12:00:00Z","event":{"sequence":4,"name":"latest",
             "event":"moved","digest":"%1$s","at":"2026-11-20T12:00:00Z","by":%2$s}}
            """
                .formatted(ONE, ACTOR));
  }

  @Test
  void aNameThatNamedNothingThenIsNotFound() {
    server.json(
        TAGS + "/latest/at?time=2026-11-19T23%3A00%3A00Z", nameAt("2026-11-19T23:00:00Z", ""));
    StetRun before = run("when", "shop/api:latest", "--at", "2026-11-20");
    assertThat(before.exitCode()).isEqualTo(3);
    assertThat(before.out()).isEmpty();
    assertThat(before.err())
        .contains(
            "shop/api:latest named nothing at 2026-11-20T00:00:00+01:00 (Europe/Berlin)",
            "nothing had happened to it by then",
            "stet history shop/api:latest");
    server.json(
        TAGS + "/latest/at?time=2026-11-24T12%3A00%3A00Z",
        nameAt("2026-11-24T12:00:00Z", ",\"event\":" + DELETED));
    assertThat(run("when", "shop/api:latest").err())
        .contains("it was deleted at 2026-11-24T11:00:00Z");
  }

  @Test
  void theHistoryOfANameHasRefusalsWhereTheyHappened() {
    server.json(
        TAGS + "/1.0",
        ApiAnswers.history(
            ApiAnswers.tag("1.0", "tag", ONE, ""), CLAIMED + "," + DELETED, REFUSED));
    assertThat(run("history", "shop/api:1.0").out())
        .isEqualTo(
            """
            2026-11-20T12:00:00Z\tclaimed\t1.0\t%1$s\tci@shop\t\t
            2026-11-22T12:00:00Z\trefused\t1.0\t%2$s\tci@shop\t\tTAG_TAKEN, 3 times
            2026-11-24T11:00:00Z\tdeleted\t1.0\t%1$s\tci@shop\t\towner
            """
                .formatted(ONE, TWO));
    assertThat(run("history", "shop/api:1.0", "-o", "json").out())
        .contains("\"refused\" : [ {", "\"previous\" : \"" + ONE + "\"");
  }

  @Test
  void aNameWithNothingButRefusalsHasAHistory() {
    server.json(TAGS + "/1.0", ApiAnswers.history("", "", REFUSED));
    assertThat(run("history", "shop/api:1.0").out())
        .startsWith("2026-11-22T12:00:00Z\trefused\t1.0");
    StetRun show = run("show", "shop/api:1.0");
    assertThat(show.out()).startsWith("refused\t");
  }

  @Test
  void theHistoryOfARepositoryComesInPages() {
    String next = REPOSITORY + "/history?n=1000&after=4";
    String page = ApiAnswers.list("entries", CLAIMED);
    server.json(
        REPOSITORY + "/history?n=1000",
        page.substring(0, page.length() - 1) + ",\"next\":\"" + next + "\"}");
    server.json(next, ApiAnswers.list("entries", DELETED));
    assertThat(run("history", "shop/api", "-o", "name").out())
        .isEqualTo(
            "%1$s/shop/api:1.0@%2$s\n%1$s/shop/api:1.0@%2$s\n".formatted(server.host(), ONE));
    assertThat(JSON.readTree(run("history", "shop/api", "-o", "json").out()))
        .isEqualTo(JSON.readTree(ApiAnswers.list("entries", CLAIMED + "," + DELETED)));
  }

  @Test
  void theAuditTrailIsShownWholeOrOfOneRepository() {
    String entry =
        "{\"number\":%d,\"at\":\"2026-11-24T11:00:00Z\",\"by\":"
            + ACTOR
            + ",\"action\":\"%s\","
            + "\"subject\":\"%s\"%s}";
    String declared =
        entry.formatted(
            6,
            "repository.declare",
            "scratch/**",
            ",\"before\":\"standing\",\"after\":\"mutable\"");
    String deleted =
        entry
            .formatted(7, "tag.delete", "1.0", ",\"before\":\"" + ONE + "\",\"reason\":\"owner\"")
            .replace("\"subject\"", "\"repository\":\"shop/api\",\"subject\"");
    String page = "{\"apiVersion\":\"stet.dev/v1\",\"entries\":[%s,%s]}";
    server.json("/api/v1/audit?after=0&n=1000", page.formatted(declared, deleted));
    server.json("/api/v1/audit?after=5&n=1000", page.formatted(declared, deleted));
    assertThat(run("audit").out())
        .isEqualTo(
            "6\t2026-11-24T11:00:00Z\tci@shop\trepository.declare\t\tscratch/**\tstanding\tmutable\t\n"
                + "7\t2026-11-24T11:00:00Z\tci@shop\ttag.delete\tshop/api\t1.0\t%s\t\towner\n"
                    .formatted(ONE));
    assertThat(run("audit", "--after", "5", "-q").out()).isEqualTo("6\n7\n");
    assertThat(run("audit", "shop/api", "-q").out()).isEqualTo("7\n");
    assertThat(run("audit", "-o", "json").out())
        .isEqualToIgnoringWhitespace(page.formatted(declared, deleted));
    assertThat(
            StetRun.onTerminal(temp, Map.of("STET_SERVER", server.host()), "audit", "shop/api")
                .out())
        .contains("sha256:010101010101…");
  }

  @Test
  void whatIsLongInTheAuditTrailIsCutForPeopleAlone() {
    String names = "latest, ".repeat(10).strip();
    server.json(
        "/api/v1/audit?after=0&n=1000",
        "{\"apiVersion\":\"v\",\"entries\":[{\"number\":1,\"at\":\"2026-11-24T11:00:00Z\",\"by\":"
            + ACTOR
            + ",\"action\":\"settings\",\"subject\":\"rolling-names\",\"after\":\""
            + names
            + "\"}]}");
    assertThat(run("audit").out()).contains("\t" + names + "\t");
    assertThat(StetRun.onTerminal(temp, Map.of("STET_SERVER", server.host()), "audit").out())
        .contains(names.substring(0, 40) + "…")
        .doesNotContain(names);
  }
}
