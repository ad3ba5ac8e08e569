package dev.stet.cli;

import static dev.stet.cli.ApiAnswers.ACTOR;
import static dev.stet.cli.ApiAnswers.ONE;
import static dev.stet.cli.ApiAnswers.PINS;
import static dev.stet.cli.ApiAnswers.REPOSITORY;
import static dev.stet.cli.ApiAnswers.TAGS;
import static dev.stet.cli.ApiAnswers.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.server.AnswerServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** rm, pin, unpin and pins against a server that answers as Stet does. */
class NamesTest {
  private static final String RESTORATIONS = "POST " + REPOSITORY + "/restorations";
  private static final String ONE_ENCODED = ONE.replace(":", "%3A");
  private static final String PIN =
      "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",\"digest\":\""
          + ONE
          + "\","
          + "\"tags\":[\"1.0\"],\"note\":\"Bern runs it\",\"pinnedAt\":\"2026-11-24T11:00:00Z\","
          + "\"pinnedBy\":"
          + ACTOR
          + "}";

  private final AnswerServer server = ApiAnswers.server();
  @TempDir private Path temp = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private StetRun run(String... arguments) {
    return StetRun.of(temp, Map.of("STET_SERVER", server.host()), arguments);
  }

  private static String gone(String names, String digests) {
    return ApiAnswers.list("names", names).replace("}", ",\"digests\":[%s]}".formatted(digests));
  }

  private void hasDeletedTag(String reason) {
    server.json(
        TAGS + "/0.9",
        ApiAnswers.history(
            ApiAnswers.tag(
                "0.9",
                "tag",
                ONE,
                ",\"deletedAt\":\"2026-11-24T11:00:00Z\",\"deletedReason\":\"" + reason + "\""),
            "",
            ""));
  }

  @Test
  void aTagIsDeletedForAReason() {
    server.change("DELETE " + TAGS + "/1.0?reason=owner", 200, gone("\"1.0\"", ""));
    server.change("DELETE " + TAGS + "/1.0?reason=retention", 200, gone("\"1.0\"", ""));
    assertThat(run("rm", "shop/api:1.0"))
        .isEqualTo(new StetRun(0, server.host() + "/shop/api:1.0@" + ONE + "\n", ""));
    assertThat(run("rm", "shop/api:1.0", "--reason", "retention", "-q").out()).isEqualTo("1.0\n");
  }

  @Test
  void anImageIsDeletedWithAllItsTags() {
    server.change(
        "DELETE " + REPOSITORY + "/manifests/" + ONE_ENCODED + "?reason=owner",
        200,
        gone("\"1.0\",\"1\"", "\"" + ONE + "\""));
    assertThat(run("rm", "shop/api@" + ONE).out())
        .isEqualTo("%1$s/shop/api:1.0@%2$s\n%1$s/shop/api:1@%2$s\n".formatted(server.host(), ONE));
    assertThat(run("rm", "shop/api@" + ONE, "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","images":[
              {"repository":"shop/api","digest":"%s","names":["1.0","1"]}],
             "undone":false,"dryRun":false}
            """
                .formatted(ONE));
  }

  @Test
  void aTagIsDeletedOnlyIfItNamesTheDigest() {
    server.change("DELETE " + TAGS + "/1.0?reason=owner", 200, gone("\"1.0\"", ""));
    assertThat(run("rm", "shop/api:1.0@" + ONE).exitCode()).isZero();
    StetRun other = run("rm", "shop/api:1.0@" + TWO);
    assertThat(other.exitCode()).isEqualTo(5);
    assertThat(other.err()).contains("the tag names " + ONE);
    assertThat(server.changes()).hasSize(1);
  }

  @Test
  void whatIsProtectedStaysAndTheOthersGo() {
    server.change("DELETE " + TAGS + "/1.0?reason=owner", 200, gone("\"1.0\"", ""));
    server.refuse(
        "DELETE " + TAGS + "/1.1?reason=owner", 405, "UNSUPPORTED", "it must stay: it is pinned");
    StetRun run = run("rm", "shop/api:1.1", "shop/api:1.0");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.out()).isEqualTo(server.host() + "/shop/api:1.0@" + ONE + "\n");
    assertThat(run.err())
        .startsWith("error: shop/api:1.1 was not deleted\n  it must stay: it is pinned (405")
        .contains("next: stet pins shop/api and stet channel list shop/api");
  }

  @Test
  void aNameThatIsNotThereIsNotFound() {
    server.refuseRead(TAGS + "/2.0", 404, "MANIFEST_UNKNOWN", "no such tag");
    assertThat(run("rm", "shop/api:2.0").exitCode()).isEqualTo(3);
    hasDeletedTag("owner");
    StetRun deleted = run("rm", "shop/api:0.9");
    assertThat(deleted.exitCode()).isEqualTo(3);
    assertThat(deleted.err()).contains("it was deleted").contains("stet history shop/api:0.9");
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void withdrawingHasToBeConfirmed() {
    server.change("DELETE " + TAGS + "/1.0?reason=security", 200, gone("\"1.0\"", ""));
    StetRun unasked = run("rm", "shop/api:1.0", "--reason", "security");
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.err()).contains("may never return", "--yes");
    assertThat(server.changes()).isEmpty();
    assertThat(run("rm", "shop/api:1.0", "--reason", "security", "--yes").exitCode()).isZero();
  }

  @Test
  void aDryRunTellsWhatWouldGo() {
    server.holds("shop/api", ONE);
    assertThat(run("rm", "shop/api:1.0", "--dry-run").out())
        .isEqualTo(server.host() + "/shop/api:1.0@" + ONE + "\n");
    assertThat(run("rm", "shop/api@" + ONE, "--dry-run", "-o", "json").out())
        .contains("\"names\" : [ \"1.0\" ]", "\"dryRun\" : true");
    assertThat(server.changes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm", "pin"})
  void aDryRunFindsNoImageThatIsNotThere(String command) {
    StetRun run = run(command, "shop/api@" + TWO, "--dry-run");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("there is no image shop/api@" + TWO, "stet tags shop/api");
    server.refuseRead(TAGS + "/2.0", 404, "MANIFEST_UNKNOWN", "no such tag");
    assertThat(run(command, "shop/api:2.0", "--dry-run").exitCode()).isEqualTo(3);
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void aDryRunRefusesWhatIsPinnedOrPointedTo() {
    server.holds("shop/api", ONE).holds("shop/api", TWO);
    StetRun pointed = run("rm", "shop/api:1.1", "--dry-run");
    assertThat(pointed.exitCode()).isEqualTo(5);
    assertThat(pointed.err()).contains("it is what channel latest points to");
    assertThat(run("rm", "shop/api:latest", "--dry-run").err())
        .contains("it is a channel: stet channel rm shop/api latest");
    server.json(PINS, ApiAnswers.list("pins", PIN));
    StetRun pinned = run("rm", "shop/api:1.0", "--dry-run");
    assertThat(pinned.exitCode()).isEqualTo(5);
    assertThat(pinned.err()).contains("it is pinned: stet unpin shop/api:1.0");
  }

  @Test
  void aDeletedTagIsBroughtBack() {
    server.change(RESTORATIONS, 200, gone("\"0.9\"", "\"" + ONE + "\""));
    assertThat(run("rm", "--undo", "shop/api:0.9").out())
        .isEqualTo(server.host() + "/shop/api:0.9@" + ONE + "\n");
    assertThat(run("rm", "--undo", "shop/api@" + ONE, "-o", "json").out())
        .contains("\"undone\" : true");
    assertThat(server.changes())
        .hasToString(
            "[%1$s {\"reference\":\"0.9\"}, %1$s {\"reference\":\"%2$s\"}]"
                .formatted(RESTORATIONS, ONE));
  }

  @Test
  void whatWasNotDeletedNeedsNoBringingBack() {
    server.change(RESTORATIONS, 200, gone("", "\"" + ONE + "\""));
    assertThat(run("rm", "--undo", "shop/api:1.0"))
        .isEqualTo(new StetRun(0, server.host() + "/shop/api@" + ONE + "\n", ""));
  }

  @Test
  void whatWasPurgedDoesNotComeBack() {
    server.refuse(RESTORATIONS, 404, "MANIFEST_UNKNOWN", "it was purged");
    assertThat(run("rm", "--undo", "shop/api:0.9").exitCode()).isEqualTo(3);
    server.refuse(RESTORATIONS, 409, "DENIED", "it was withdrawn");
    assertThat(run("rm", "--undo", "shop/api:0.9").exitCode()).isEqualTo(5);
  }

  @Test
  void aDryRunTellsWhatWouldComeBack() {
    hasDeletedTag("owner");
    assertThat(run("rm", "--undo", "shop/api:0.9", "--dry-run").out())
        .isEqualTo(server.host() + "/shop/api:0.9@" + ONE + "\n");
    server.json(
        "/api/v1/collected?n=1000",
        """
        {"apiVersion":"stet.dev/v1","collected":[{"repository":"shop/api","digest":"%s",
         "kind":"manifest","size":7,"deletedAt":"2026-11-24T11:00:00Z","reason":"owner",
         "purgedAfter":"2026-12-01T11:00:00Z"}]}
        """
            .formatted(ONE));
    assertThat(run("rm", "--undo", "shop/api@" + ONE, "--dry-run").exitCode()).isZero();
    assertThat(run("rm", "--undo", "shop/api@" + TWO, "--dry-run").exitCode()).isEqualTo(3);
    assertThat(server.changes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"security", "legal"})
  void aDryRunRefusesWhatWasWithdrawn(String reason) {
    hasDeletedTag(reason);
    StetRun run = run("rm", "--undo", "shop/api:0.9", "--dry-run");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("withdrawn (" + reason + ")");
  }

  @Test
  void anImageIsPinnedByWhatItsTagNames() {
    server.change("POST " + PINS, 201, PIN);
    assertThat(run("pin", "shop/api:1.0", "--note", "Bern runs it"))
        .isEqualTo(new StetRun(0, server.host() + "/shop/api:1.0@" + ONE + "\n", ""));
    assertThat(server.changes())
        .hasToString(
            "[POST %s {\"reference\":\"%s\",\"note\":\"Bern runs it\"}]".formatted(PINS, ONE));
    assertThat(run("pin", "shop/api@" + ONE, "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","repository":"shop/api","digest":"%s",
             "note":"Bern runs it","pinned":true,"dryRun":false}
            """
                .formatted(ONE));
  }

  @Test
  void anImageIsUnpinned() {
    server.change(
        "DELETE " + PINS + "/" + ONE_ENCODED,
        200,
        "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",\"digest\":\"" + ONE + "\"}");
    assertThat(run("unpin", "shop/api:1.0", "-q")).isEqualTo(new StetRun(0, ONE + "\n", ""));
    server.refuse("DELETE " + PINS + "/" + ONE_ENCODED, 404, "MANIFEST_UNKNOWN", "no pin");
    assertThat(run("unpin", "shop/api:1.0").exitCode()).isEqualTo(3);
  }

  @Test
  void aDryRunOfPinsChangesNothing() {
    server.holds("shop/api", ONE);
    assertThat(run("pin", "shop/api:1.0", "--dry-run").out()).contains("/shop/api:1.0@" + ONE);
    assertThat(run("unpin", "shop/api:1.0", "--dry-run").exitCode()).isEqualTo(3);
    server.json(PINS, ApiAnswers.list("pins", PIN));
    assertThat(run("unpin", "shop/api:1.0", "--dry-run", "-o", "json").out())
        .contains("\"pinned\" : false", "\"dryRun\" : true");
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void pinsAreListedWithTheirNotes() {
    server.json(PINS, ApiAnswers.list("pins", PIN));
    assertThat(run("pins", "shop/api").out())
        .isEqualTo("%s\t1.0\t2026-11-24T11:00:00Z\tci@shop\tBern runs it\n".formatted(ONE));
    assertThat(run("pins", "shop/api", "-o", "name").out())
        .isEqualTo(server.host() + "/shop/api:1.0@" + ONE + "\n");
    assertThat(run("pins", "shop/api", "-o", "json").out())
        .isEqualToIgnoringWhitespace(ApiAnswers.list("pins", PIN));
  }
}
