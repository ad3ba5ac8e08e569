package dev.stet.cli;

import static dev.stet.cli.ApiAnswers.CHANNELS;
import static dev.stet.cli.ApiAnswers.ONE;
import static dev.stet.cli.ApiAnswers.TAGS;
import static dev.stet.cli.ApiAnswers.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.server.AnswerServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The channel commands against a server that answers as Stet does. */
class ChannelsTest {
  private static final String LATEST = CHANNELS + "/latest";

  private final AnswerServer server = ApiAnswers.server();
  @TempDir private Path temp = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private StetRun run(String... arguments) {
    return StetRun.of(temp, Map.of("STET_SERVER", server.host()), arguments);
  }

  @Test
  void channelsAreListedWithWhatTheyPointTo() {
    assertThat(run("channel", "list", "shop/api"))
        .isEqualTo(
            new StetRun(
                0, "latest\t1.1\t%s\tmain-*\t2026-11-24T11:00:00Z\tci@shop\n".formatted(TWO), ""));
    assertThat(run("channel", "list", "shop/api", "-q").out()).isEqualTo("latest\n");
    assertThat(run("channel", "list", "shop/api", "-o", "name").out())
        .isEqualTo("%s/shop/api:latest@%s\n".formatted(server.host(), TWO));
    assertThat(run("channel", "list", "shop/api", "-o", "json").out())
        .isEqualToIgnoringWhitespace(ApiAnswers.list("channels", ApiAnswers.latest("1.1", TWO, 9)));
  }

  @Test
  void channelsAreATableOnATerminal() {
    StetRun run =
        StetRun.onTerminal(
            temp, Map.of("STET_SERVER", server.host()), "channel", "list", "shop/api");
    assertThat(run.out())
        .isEqualTo(
            """
            CHANNEL  TAG  DIGEST                FOLLOWS  MOVED       BY
            latest   1.1  sha256:020202020202…  main-*   1 hour ago  ci@shop
            """);
  }

  @Test
  void aChannelIsCreatedAndThePrintedImageIsItsTag() {
    server.change("POST " + CHANNELS, 201, ApiAnswers.latest("1.1", TWO, 9));
    StetRun run =
        run("channel", "create", "shop/api", "latest", "--tag", "1.1", "--follow", "main-*");
    assertThat(run).isEqualTo(new StetRun(0, server.host() + "/shop/api:1.1@" + TWO + "\n", ""));
    assertThat(server.changes())
        .hasToString(
            "[POST " + CHANNELS + " {\"name\":\"latest\",\"tag\":\"1.1\",\"follow\":\"main-*\"}]");
  }

  @Test
  void aChannelThatPointsNowhereIsPrintedItself() {
    server.change(
        "POST " + CHANNELS,
        201,
        """
        {"apiVersion":"stet.dev/v1","repository":"shop/api","name":"edge","sequence":9,
         "movedAt":"2026-11-24T11:00:00Z","movedBy":%s}
        """
            .formatted(ApiAnswers.ACTOR));
    assertThat(run("channel", "create", "shop/api", "edge").out())
        .isEqualTo(server.host() + "/shop/api:edge\n");
    assertThat(run("channel", "create", "shop/api", "edge", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","repository":"shop/api","name":"edge","dryRun":false}
            """);
  }

  @Test
  void theFieldsOfAChangedChannelAreAContract() {
    server.change("PATCH " + LATEST, 200, ApiAnswers.latest("1.0", ONE, 10));
    assertThat(run("channel", "move", "shop/api", "latest", "1.0", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","repository":"shop/api","name":"latest","tag":"1.0",
             "digest":"%s","follow":"main-*","dryRun":false}
            """
                .formatted(ONE));
    assertThat(server.changes()).hasToString("[PATCH " + LATEST + " {\"tag\":\"1.0\"}]");
    assertThat(server.changes().getFirst().header("If-Match")).isEmpty();
  }

  @Test
  void aChannelIsMovedOnlyFromWhereItIsThoughtToBe() {
    server.change("PATCH " + LATEST, 200, ApiAnswers.latest("1.0", ONE, 10));
    assertThat(run("channel", "move", "shop/api", "latest", "1.0", "--from", "1.1").out())
        .isEqualTo(server.host() + "/shop/api:1.0@" + ONE + "\n");
    assertThat(server.changes().getFirst().header("If-Match")).isEqualTo("\"9\"");
    StetRun other = run("channel", "move", "shop/api", "latest", "1.1", "--from", "1.0");
    assertThat(other.exitCode()).isEqualTo(5);
    assertThat(other.err()).contains("it points to 1.1; wanted 1.0", "stet channel log");
    assertThat(server.changes()).hasSize(1);
  }

  @Test
  void aChannelThatMovedMeanwhileIsNotMoved() {
    server.refuse("PATCH " + LATEST, 412, "DENIED", "it was moved by somebody else");
    StetRun run = run("channel", "move", "shop/api", "latest", "1.0", "--from", "1.1");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("it was moved by somebody else (412 DENIED)");
  }

  @Test
  void aChannelFollowsOrNot() {
    server.change("PATCH " + LATEST, 200, ApiAnswers.latest("1.1", TWO, 9));
    assertThat(run("channel", "follow", "shop/api", "latest", "1.*").exitCode()).isZero();
    assertThat(run("channel", "follow", "shop/api", "latest", "--none").exitCode()).isZero();
    assertThat(server.changes())
        .hasToString(
            "[PATCH %1$s {\"follow\":\"1.*\"}, PATCH %1$s {\"follow\":\"\"}]".formatted(LATEST));
  }

  @Test
  void aPatternThatTheServerDoesNotTakeIsAMistake() {
    server.refuse("PATCH " + LATEST, 400, "UNSUPPORTED", "the pattern is not valid");
    assertThat(run("channel", "follow", "shop/api", "latest", "a b").exitCode()).isEqualTo(2);
  }

  @Test
  void aDryRunChangesNothing() {
    server.refuseRead(TAGS + "/edge", 404, "MANIFEST_UNKNOWN", "no such tag");
    assertThat(run("channel", "create", "shop/api", "edge", "--dry-run").exitCode()).isEqualTo(0);
    assertThat(run("channel", "move", "shop/api", "latest", "1.0", "--dry-run", "-o", "json").out())
        .contains("\"tag\" : \"1.0\"", "\"digest\" : \"" + ONE + "\"", "\"dryRun\" : true");
    assertThat(run("channel", "follow", "shop/api", "latest", "--none", "--dry-run", "-o", "json"))
        .satisfies(run -> assertThat(run.out()).doesNotContain("follow"));
    assertThat(run("channel", "rm", "shop/api", "latest", "--dry-run").out())
        .isEqualTo(server.host() + "/shop/api:latest@" + TWO + "\n");
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void aDryRunRefusesWhatTheServerWould() {
    StetRun taken = run("channel", "create", "shop/api", "1.0", "--dry-run");
    assertThat(taken.exitCode()).isEqualTo(5);
    assertThat(taken.err()).contains("the name is a tag already", "stet show shop/api:1.0");
    server.refuseRead(TAGS + "/2.0", 404, "MANIFEST_UNKNOWN", "no such tag");
    assertThat(run("channel", "move", "shop/api", "latest", "2.0", "--dry-run").exitCode())
        .isEqualTo(3);
  }

  @Test
  void theLogOfAChannelShowsEachMove() {
    String events =
        ApiAnswers.event(7, "latest", "created", "2026-11-20T12:00:00Z", ",\"note\":\"edge\"")
            + ","
            + ApiAnswers.event(
                9,
                "latest",
                "moved",
                "2026-11-24T11:00:00Z",
                ",\"digest\":\"%s\",\"previous\":\"%s\",\"note\":\"to 1.1\"".formatted(TWO, ONE));
    server.json(TAGS + "/latest", ApiAnswers.history("", events, ""));
    assertThat(run("channel", "log", "shop/api", "latest").out())
        .isEqualTo(
            "2026-11-20T12:00:00Z\tcreated\tlatest\t\tci@shop\t\tedge\n"
                + "2026-11-24T11:00:00Z\tmoved\tlatest\t%s\tci@shop\t\tto 1.1\n".formatted(TWO));
  }

  @Test
  void removingAChannelHasToBeConfirmed() {
    server.change(
        "DELETE " + LATEST + "?reason=owner",
        200,
        ApiAnswers.list("names", "\"latest\"").replace("}", ",\"digests\":[]}"));
    StetRun unasked = run("channel", "rm", "shop/api", "latest");
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.err()).contains("burnt", "--yes");
    assertThat(server.changes()).isEmpty();
    assertThat(run("channel", "rm", "shop/api", "latest", "--yes").out())
        .isEqualTo(server.host() + "/shop/api:latest@" + TWO + "\n");
    assertThat(server.changes()).hasSize(1);
  }

  @Test
  void aPersonIsAsked() {
    server.change(
        "DELETE " + LATEST + "?reason=owner",
        200,
        ApiAnswers.list("names", "\"latest\"").replace("}", ",\"digests\":[]}"));
    Map<String, String> environment = Map.of("STET_SERVER", server.host());
    String[] words = {"channel", "rm", "shop/api", "latest"};
    StetRun no = StetRun.answering("no", temp, environment, words);
    assertThat(no.exitCode()).isEqualTo(1);
    assertThat(no.err()).contains("burnt then, for ever. Go on? [y/N] ", "nothing was changed");
    assertThat(StetRun.answering("", temp, environment, words).exitCode()).isEqualTo(1);
    assertThat(server.changes()).isEmpty();
    assertThat(StetRun.answering("y", temp, environment, words).exitCode()).isZero();
    assertThat(server.changes()).hasSize(1);
  }

  @Test
  void aRefusalIsShownWithItsReason() {
    server.refuse("POST " + CHANNELS, 409, "DENIED", "it is a tag, and tags stand");
    StetRun run = run("channel", "create", "shop/api", "1.0");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            error: channel shop/api:1.0 was not created
              it is a tag, and tags stand (409 DENIED)
              request: r-1
            """);
  }
}
