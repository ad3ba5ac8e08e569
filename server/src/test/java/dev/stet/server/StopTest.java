package dev.stet.server;

import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stet.oci.Digest;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop loses nothing that was acknowledged, and lets finish what can. */
class StopTest {
  @TempDir private Path data;

  /** Waits until nobody is listening; the connections that are there go on. */
  private static void awaitNoListener(int port) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < deadline) {
      try (RawConnection _ = new RawConnection(port)) {
        Thread.onSpinWait();
      } catch (UncheckedIOException refused) {
        return;
      }
    }
    throw new AssertionError("port " + port + " still takes connections");
  }

  @Test
  void aRequestInFlightFinishesAndNewOnesAreTurnedAway() {
    RunningServer server = RunningServer.start(data);
    int port = server.port();
    byte[] content = new byte[400_000];
    Digest digest = Digest.sha256(content);
    CompletableFuture<Void> stopped;
    try (RawConnection upload = server.connect()) {
      upload.sendHead(
          "POST /v2/stop/here/blobs/uploads/?digest=" + digest,
          "Content-Length: " + content.length,
          "Expect: 100-continue");
      assertThat(upload.head().status()).as("the handler reads").isEqualTo(100);

      stopped = CompletableFuture.runAsync(server::close);
      awaitNoListener(port);

      assertThat(stopped).isNotDone();
      assertThat(upload.send(content).answer().status()).isEqualTo(201);
    }
    stopped.join();
    try (RunningServer again = RunningServer.start(data)) {
      assertThat(again.get("/v2/stop/here/blobs/" + digest).body()).isEqualTo(content);
    }
  }

  @Test
  void anUploadThatTheGraceCutsOffGoesOnAfterTheNextStart() {
    RunningServer server =
        RunningServer.start(data, Map.of("STET_SHUTDOWN_GRACE", "100ms"), Server.Parts.USUAL);
    String location = server.beginUpload("stop/resume");
    assertThat(server.patch(location, bytes("first half, ")).status()).isEqualTo(202);
    try (RawConnection upload = server.connect()) {
      upload.sendHead("PATCH " + location, "Content-Length: 1000000", "Expect: 100-continue");
      assertThat(upload.head().status()).isEqualTo(100);
      server.close();
      assertThat(upload.rest()).doesNotContain("202");
    }

    try (RunningServer again = RunningServer.start(data)) {
      assertThat(again.get(location).header("Range")).isEqualTo("0-11");
      Digest digest = Digest.sha256(bytes("first half, second half"));
      assertThat(again.patch(location, bytes("second half"), "Content-Range", "12-22").status())
          .isEqualTo(202);
      assertThat(again.put(location + "?digest=" + digest, new byte[0]).status()).isEqualTo(201);
      assertThat(again.get("/v2/stop/resume/blobs/" + digest).text())
          .isEqualTo("first half, second half");
    }
  }

  @Test
  void whatWasPushedIsThereAfterTheNextStart() {
    TestImage image = TestImage.of("stays");
    try (RunningServer server = RunningServer.start(data)) {
      assertThat(server.push("stop/tag", "v1", image).status()).isEqualTo(201);
    }
    try (RunningServer again = RunningServer.start(data)) {
      assertThat(again.get("/v2/stop/tag/manifests/v1").body()).isEqualTo(image.manifest());
      assertThat(again.push("stop/tag", "v1", image).status()).isEqualTo(201);
      Answer refused = again.push("stop/tag", "v1", TestImage.of("other"));
      assertThat(refused.status()).isEqualTo(409);
      assertThat(again.get("/api/v1/repositories/stop%2Ftag/tags/v1").json().path("history").size())
          .isEqualTo(1);
    }
  }

  @Test
  void anIdleConnectionDoesNotHoldUpAStop() {
    RunningServer server =
        RunningServer.start(data, Map.of("STET_SHUTDOWN_GRACE", "10m"), Server.Parts.USUAL);
    try (RawConnection idle = server.connect()) {
      assertThat(idle.sendHead("GET /livez").answer().status()).isEqualTo(200);
      server.close();
      assertThat(idle.rest()).isEmpty();
    }
  }

  @Test
  void anIdleConnectionOfHttp2IsToldAndDoesNotHoldUpAStop() {
    RunningServer server =
        RunningServer.start(data, Map.of("STET_SHUTDOWN_GRACE", "10m"), Server.Parts.USUAL);
    try (RawHttp2 idle = new RawHttp2(server.port())) {
      assertThat(idle.request(1, true, "GET", "/livez").answer(1).status()).isEqualTo(200);
      server.close();
      assertThat(idle.await(RawHttp2.GOAWAY, 0)).isNotNull();
      assertThat(idle.isClosed()).isTrue();
    }
  }

  @Test
  void aRequestInFlightOverHttp2Finishes() {
    RunningServer server = RunningServer.start(data);
    int port = server.port();
    CompletableFuture<Void> stopped;
    try (RawHttp2 upload = new RawHttp2(port)) {
      String path = "/v2/stop/here/blobs/uploads/?digest=" + Digest.sha256(bytes("late"));
      upload.request(1, false, "POST", path, "expect", "100-continue");
      assertThat(upload.answer(1).status()).as("the handler reads").isEqualTo(100);

      stopped = CompletableFuture.runAsync(server::close);
      awaitNoListener(port);

      assertThat(upload.end(1, bytes("late")).answer(1).status()).isEqualTo(201);
    }
    stopped.join();
  }

  @Test
  void theFolderIsFreeAfterAStopAndNotBefore() {
    try (RunningServer server = RunningServer.start(data)) {
      assertThatThrownBy(() -> RunningServer.start(data))
          .hasMessageContaining("in use by another Stet");
      assertThat(server.get("/readyz").status()).isEqualTo(200);
    }
    RunningServer.start(data).close();
  }
}
