package dev.stet.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand clients that send or take a byte a second, or nothing, do not hold up the others. */
class SlowClientsTest {
  private static final int SLOW = 1000;
  private static final int OF_EACH_KIND = SLOW / 4;
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final String REPOSITORY = "shop/slow";

  /** Larger than every buffer between the server and a client. */
  private static final byte[] LARGE = new byte[40 * 1024 * 1024];

  private static final Map<String, String> SETTINGS =
      Map.of(
          "STET_BODY_PAUSE", "8s",
          "STET_HEAD_TIMEOUT", "8s",
          "STET_IDLE_TIMEOUT", "8s");

  @Test
  void othersAreServedUntilTheLastOfThemIsEnded(@TempDir Path folder) throws Exception {
    ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    try (StetProcess stet = StetProcess.start(folder.resolve("data"), SETTINGS);
        RegistryClient client = stet.client()) {
      Vitals vitals = new Vitals(stet, client);
      vitals.needsConnections(SLOW);
      assertThat(client.pushBlob(REPOSITORY, LARGE).statusCode()).isEqualTo(201);
      String blob = "/v2/" + REPOSITORY + "/blobs/" + Digest.sha256(LARGE);
      List<SlowClient> slow = new ArrayList<>();
      CountDownLatch connected = new CountDownLatch(SLOW);
      for (int i = 0; i < OF_EACH_KIND; i++) {
        String upload =
            client.beginUpload(REPOSITORY).headers().firstValue("Location").orElseThrow();
        slow.add(new SlowClient(stet, connected, "GET /v2/ HTTP/1.1\r\nX: ", true));
        slow.add(new SlowClient(stet, connected, head("PATCH " + upload, 1_000_000), true));
        slow.add(new SlowClient(stet, connected, head("GET " + blob, 0), false));
        slow.add(new SlowClient(stet, connected, "", false));
      }
      slow.forEach(clients::execute);
      connected.await();
      assertThat(vitals.connections()).as("all at once").isGreaterThanOrEqualTo(SLOW);

      int served = 0;
      while (!allAreEnded(vitals)) {
        serve(client, ++served);
      }
      assertThat(served).as("while they were there").isPositive();
    } finally {
      clients.shutdownNow();
    }
  }

  private static boolean allAreEnded(Vitals vitals) throws IOException, InterruptedException {
    return vitals.ended("slow_head") == OF_EACH_KIND
        && vitals.ended("slow_body") == OF_EACH_KIND
        && vitals.ended("slow_reader") == OF_EACH_KIND
        && vitals.ended("idle") >= OF_EACH_KIND;
  }

  /** An image is pushed and comes back. */
  private static void serve(RegistryClient client, int number)
      throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    for (byte[] blob : List.of(image.layer(), image.config())) {
      assertThat(client.pushBlob(REPOSITORY, blob).statusCode()).isEqualTo(201);
    }
    String tag = "main-" + number;
    assertThat(client.pushManifest(REPOSITORY, tag, image).statusCode()).isEqualTo(201);
    assertThat(client.manifest(REPOSITORY, tag).body()).isEqualTo(image.manifest());
    assertThat(client.blob(REPOSITORY, Digest.sha256(image.layer())).body())
        .isEqualTo(image.layer());
  }

  private static String head(String request, int length) {
    return request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
  }

  /**
   * Begins, and then sends a byte a second, or takes one.
   *
   * @param connected counted down once it has begun
   */
  private record SlowClient(
      StetProcess stet, CountDownLatch connected, String beginning, boolean sends)
      implements Runnable {
    @Override
    public void run() {
      try (Wire wire = new Wire(stet.address())) {
        wire.send(beginning);
        connected.countDown();
        while (true) {
          Thread.sleep(PACE);
          if (sends) {
            wire.send("x");
          } else if (wire.read() < 0) {
            return;
          }
        }
      } catch (IOException | InterruptedException e) {
        // the server has ended it, or the test is over
      }
    }
  }
}
