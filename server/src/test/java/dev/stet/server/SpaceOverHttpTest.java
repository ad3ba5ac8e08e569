package dev.stet.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Room on the disk, given back by a real server. */
class SpaceOverHttpTest {
  private static final Clock LATER =
      Clock.fixed(RunningServer.NOW.plus(Duration.ofDays(15)), ZoneOffset.UTC);

  @TempDir private Path data;

  private static Answer post(RunningServer server, String path, String json) {
    return server.post(
        "/api/v1" + path,
        json.getBytes(UTF_8),
        "Authorization",
        "Bearer " + RunningServer.TOKEN,
        "Content-Type",
        "application/json");
  }

  private static long count(RunningServer server, String sql) {
    return server.database().read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static TestImage pushUntagged(RunningServer server) {
    TestImage image = TestImage.of("x".repeat(100_000));
    assertThat(server.push("shop/api", image.digest().toString(), image).status()).isEqualTo(201);
    return image;
  }

  @Test
  void whatNothingNeedsIsCollectedComesBackAndIsPurged() {
    TestImage image;
    try (RunningServer server = RunningServer.start(data)) {
      image = pushUntagged(server);
    }
    try (RunningServer server = RunningServer.startAt(LATER, data, Map.of("STET_GC_AT", "off"))) {
      String pull = "/v2/shop/api/manifests/" + image.digest();
      assertThat(post(server, "/collections", "{\"dryRun\":false}").json().path("bytes").asLong())
          .isGreaterThan(100_000);
      assertThat(server.get(pull).status()).isEqualTo(404);

      String restoration = "{\"repository\":\"shop/api\",\"digest\":\"" + image.digest() + "\"}";
      assertThat(post(server, "/collected/restorations", restoration).status()).isEqualTo(200);
      assertThat(server.get(pull).body()).isEqualTo(image.manifest());
      for (byte[] blob : image.blobs()) {
        assertThat(server.get("/v2/shop/api/blobs/" + Digest.sha256(blob)).body()).isEqualTo(blob);
      }
      assertThat(server.delete(pull).status()).isEqualTo(202);
      assertThat(post(server, "/collections", "{\"dryRun\":false}").status()).isEqualTo(200);
      assertThat(post(server, "/collected/purges", "{}").json().path("bytes").asLong())
          .isGreaterThan(100_000);
      assertThat(post(server, "/collected/restorations", restoration).status()).isEqualTo(404);
      assertThat(server.get("/metrics").text())
          .contains("stet_collected_total{kind=\"blob\"} 4.0")
          .contains("stet_purged_bytes_total 100");
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void theNightlyRunBeginsByItself() throws InterruptedException {
    TestImage image;
    try (RunningServer server = RunningServer.start(data)) {
      image = pushUntagged(server);
    }
    Clock justBefore = Clock.offset(LATER, Duration.ofMillis(-1));
    try (RunningServer server =
        RunningServer.startAt(justBefore, data, Map.of("STET_GC_AT", "10:00"))) {
      while (server.get("/v2/shop/api/manifests/" + image.digest()).status() != 404) {
        Thread.sleep(10); // it is polled as a client would
      }
      while (!server.get("/metrics").text().contains("stet_nightly_runs_total{result=\"whole\"}")) {
        Thread.sleep(10);
      }
      assertThat(count(server, "SELECT COUNT(*) FROM audit WHERE actor_name = 'stet'"))
          .isPositive();
    }
  }

  @Test
  void theLastPullsAreWrittenWhenStetStops() {
    try (RunningServer server = RunningServer.start(data)) {
      server.push("shop/api", "v1", TestImage.of("pulled"));
      server.push("shop/api", "v2", TestImage.of("looked at"));
      assertThat(server.get("/v2/shop/api/manifests/v1").status()).isEqualTo(200);
      assertThat(server.get("/v2/shop/api/manifests/v1").status()).isEqualTo(200);
      assertThat(server.head("/v2/shop/api/manifests/v2").status()).isEqualTo(200);
      assertThat(count(server, "SELECT COUNT(*) FROM last_pull")).isZero();
    }
    try (RunningServer server = RunningServer.start(data)) {
      assertThat(count(server, "SELECT COUNT(*) FROM last_pull")).isEqualTo(1);
      assertThat(count(server, "SELECT at FROM last_pull"))
          .isEqualTo(RunningServer.NOW.toEpochMilli());
    }
  }

  @Test
  void rulesOfRetentionComeFromTheConfiguration() {
    Map<String, String> rules =
        Map.of("STET_RETENTION", "keep v*, * after 14 days", "STET_GC_AT", "off");
    try (RunningServer server = RunningServer.start(data)) {
      server.push("shop/api", "v1", TestImage.of("kept"));
      server.push("shop/api", "old", TestImage.of("old"));
    }
    try (RunningServer server = RunningServer.startAt(LATER, data, rules)) {
      var plan = server.get("/api/v1/retention/plan").json();
      assertThat(plan.path("go").path(0).path("tag").asString()).isEqualTo("old");
      assertThat(plan.path("stay").path(0).path("tag").asString()).isEqualTo("v1");
      assertThat(post(server, "/retention/runs", "{}").json().path("goCount").asInt()).isEqualTo(1);
      assertThat(server.get("/v2/shop/api/manifests/old").status()).isEqualTo(404);
      assertThat(server.get("/v2/shop/api/manifests/v1").status()).isEqualTo(200);
    }
  }

  @Test
  void onlyWhoHasTheTokenMayTakeAnythingAway() {
    try (RunningServer server = RunningServer.start(data)) {
      for (String path :
          new String[] {
            "/collections", "/collected/purges", "/collected/restorations", "/retention/runs"
          }) {
        Answer answer =
            server.post("/api/v1" + path, "{}".getBytes(UTF_8), "Content-Type", "application/json");
        assertThat(answer.status()).as(path).isEqualTo(401);
      }
    }
  }
}
