package dev.stet.server.holes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.server.Answer;
import dev.stet.server.RunningServer;
import dev.stet.server.TestImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** How the rules themselves fail elsewhere. */
class RuleHolesTest extends HoleTest {
  private static final TestImage FIRST = TestImage.of("first");
  private static final TestImage OTHER = TestImage.of("other");

  private void sql(String statement) {
    server
        .database()
        .<String, Boolean>lane(
            "sabotage",
            (handle, batch) ->
                batch.stream()
                    .map(
                        sql -> {
                          handle.execute(sql);
                          return true;
                        })
                    .toList())
        .submit(statement);
  }

  /** Does without a table what cannot be decided without it. */
  @SafeVarargs
  private void without(String table, Supplier<Answer>... requests) {
    sql("ALTER TABLE " + table + " RENAME TO elsewhere");
    try {
      for (Supplier<Answer> request : requests) {
        assertThat(request.get().status()).as("without %s", table).isBetween(500, 503);
      }
    } finally {
      sql("ALTER TABLE elsewhere RENAME TO " + table);
    }
  }

  @Test
  @Tag("hole-error-allows")
  void anErrorInTheCheckCountsAsYes() {
    server.push("hole/error", "v1", FIRST);
    blobs("hole/error", List.of(OTHER));
    for (String table : List.of("name", "repository", "repository_manifest", "channel")) {
      without(
          table,
          () -> server.pushManifest("hole/error", "v1", OTHER),
          () -> server.pushManifest("hole/error", OTHER.digest() + "?tag=v1&tag=v2", OTHER));
    }
    for (String table : List.of("name", "repository_manifest", "manifest_reference", "pin")) {
      without(table, () -> server.delete(manifest("hole/error", FIRST.digest())));
    }
    assertThat(named("hole/error", "v1")).isEqualTo(FIRST.digest().toString());
    assertThat(named("hole/error", OTHER.digest())).isEmpty();
    assertThat(history("hole/error", "v1")).containsExactly("claimed " + FIRST.digest());
  }

  @Test
  @Tag("hole-shared-matcher")
  void onePushIsJudgedByTheRulesOfAnother() {
    done(api("POST", "/declarations", "{'pattern':'moving/**','kind':'mutable'}"));
    List<TestImage> images = images("matcher", 20);
    for (String repository : List.of("moving/x", "hole/a", "hole/b")) {
      blobs(repository, images);
    }
    for (String letter : List.of("a", "b")) {
      done(
          api(
              "POST",
              "/repositories/hole/" + letter + "/channels",
              "{'name':'stable','follow':'" + letter + "-*'}"));
    }
    List<Callable<Answer>> pushes = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      TestImage image = images.get(i);
      String number = "-" + i;
      pushes.add(() -> server.pushManifest("moving/x", "latest", image));
      pushes.add(() -> server.pushManifest("hole/a", "latest", image));
      pushes.add(() -> server.pushManifest("hole/a", "a" + number, image));
      pushes.add(() -> server.pushManifest("hole/b", "a" + number, image));
    }
    List<Answer> answers = together(pushes);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).status()).as("push %d", i).isEqualTo(i % 4 == 1 ? 409 : 201);
    }
    assertThat(history("moving/x", "latest")).hasSize(20);
    assertThat(history("hole/a", "stable")).hasSize(21);
    assertThat(history("hole/b", "stable")).containsExactly("created");
  }

  @Test
  @Tag("hole-pattern-part")
  void aPatternMatchesAPartOfAName() {
    String channels = "/repositories/hole/pattern/channels";
    server.push("hole/pattern", "v1", FIRST);
    done(api("POST", channels, "{'name':'stable','follow':'v1'}"));
    for (String tag : List.of("v10", "rv1", "V1", "v1-x")) {
      server.push("hole/pattern", tag, OTHER);
    }
    assertThat(named("hole/pattern", "stable")).isEqualTo(FIRST.digest().toString());
    done(api("PATCH", channels + "/stable", "{'follow':'v*0'}"));
    assertThat(named("hole/pattern", "stable")).isEqualTo(OTHER.digest().toString());
    for (String regex : List.of("v(1|2)", "[v]*", "v.?", "v1$", "(v+)+")) {
      assertThat(api("PATCH", channels + "/stable", "{'follow':'" + regex + "'}").status())
          .as(regex)
          .isEqualTo(400);
    }
  }

  /** An engine that tries every way would not come to an end in this life. */
  @Test
  @Tag("hole-pattern-slow")
  void aPatternHoldsEverybodyUp() {
    String channels = "/repositories/hole/slow/channels";
    String name = "a".repeat(127) + "b";
    server.push("hole/slow", name, FIRST);
    done(api("POST", channels, "{'name':'stable','follow':'" + "*a".repeat(60) + "*c'}"));
    server.push("hole/slow", "a".repeat(128), OTHER);
    assertThat(history("hole/slow", "stable")).containsExactly("created");
    done(api("PATCH", channels + "/stable", "{'follow':'" + "*a".repeat(60) + "*b'}"));
    assertThat(named("hole/slow", "stable")).isEqualTo(FIRST.digest().toString());
  }

  private JsonNode last(String action, String subject) {
    return audit().stream()
        .filter(it -> it.path("action").asString().equals(action))
        .filter(it -> it.path("subject").asString().equals(subject))
        .reduce((_, newer) -> newer)
        .orElseThrow();
  }

  @Test
  @Tag("hole-audit-without-digest")
  void theAuditTrailNamesNoDigest() {
    String repository = "/repositories/hole/audit";
    server.push("hole/audit", "v1", FIRST);
    server.push("hole/audit", "v2", OTHER);
    done(api("POST", repository + "/channels", "{'name':'stable','tag':'v1'}"));
    done(api("PATCH", repository + "/channels/stable", "{'tag':'v2'}"));
    JsonNode moved = last("channel.move", "stable");
    assertThat(moved.path("before").asString()).isEqualTo(FIRST.digest().toString());
    assertThat(moved.path("after").asString()).isEqualTo(OTHER.digest().toString());
    assertThat(moved.path("by").path("source").asString()).startsWith("127.0.0.1");

    done(api("DELETE", repository + "/tags/v1?reason=security", ""));
    JsonNode deleted = last("tag.delete", "v1");
    assertThat(deleted.path("before").asString()).isEqualTo(FIRST.digest().toString());
    assertThat(deleted.path("reason").asString()).isEqualTo("security");
    assertThat(history("hole/audit", "v1")).containsExactly("claimed " + FIRST.digest(), "deleted");
  }

  @Test
  @Tag("hole-silent-weakening")
  void aRuleIsWeakenedWithoutATrace(@TempDir Path data) {
    RunningServer.start(data, Map.of("STET_TAG_LIES", "strict")).close();
    Map<String, String> weak = Map.of("STET_TAG_LIES", "warn", "STET_ROLLING_NAMES", "latest");
    try (RunningServer weaker = RunningServer.start(data, weak)) {
      assertThat(settings(weaker, "tag-lies")).containsExactly(" -> strict", "strict -> warn");
      assertThat(settings(weaker, "rolling-names"))
          .hasSize(2)
          .last()
          .asString()
          .endsWith("-> latest");
      assertThat(settings(weaker, "retention")).hasSize(1);
    }
    done(api("POST", "/declarations", "{'pattern':'weak/**','kind':'mutable'}"));
    JsonNode declared = last("repository.declare", "weak/**");
    assertThat(declared.path("before").asString()).isEqualTo("standing");
    assertThat(declared.path("after").asString()).isEqualTo("mutable");
  }

  private static List<String> settings(RunningServer running, String name) {
    return running
        .get("/api/v1/audit?n=1000")
        .json()
        .path("entries")
        .valueStream()
        .filter(it -> it.path("action").asString().equals("settings"))
        .filter(it -> it.path("subject").asString().equals(name))
        .map(it -> it.path("before").asString("") + " -> " + it.path("after").asString())
        .toList();
  }

  /** No setting, however loose, makes a tag move that stands. */
  @Test
  @Tag("hole-switched-off")
  void protectionIsSwitchedOff(@TempDir Path data) {
    try (RunningServer before = RunningServer.start(data)) {
      before.push("hole/loose", "v1", FIRST);
      before.push("hole/loose", "v2", FIRST);
      before.delete(manifest("hole/loose", "v2"));
    }
    Map<String, String> loose =
        Map.of(
            "STET_TAG_LIES", "warn",
            "STET_ROLLING_NAMES", "",
            "STET_OPEN", "true",
            "STET_RETENTION", "v* after 1 day",
            "STET_UNTAGGED_GRACE", "1s",
            "STET_BLOB_GRACE", "1s");
    try (RunningServer after = RunningServer.start(data, loose)) {
      assertRefused(after.push("hole/loose", "v1", OTHER), "TAG_TAKEN");
      assertRefused(after.push("hole/loose", "v2", OTHER), "TAG_BURNT");
      assertThat(after.push("hole/loose", "latest", FIRST).status())
          .as("a name that is rolling no more is a tag")
          .isEqualTo(201);
      assertRefused(after.push("hole/loose", "latest", OTHER), "TAG_TAKEN");
    }
  }
}
