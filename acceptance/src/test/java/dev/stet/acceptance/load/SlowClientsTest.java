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
  private static final int KINDS = 4;
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final String REPOSITORY = "shop/slow";

  /** Larger than every buffer between the server and a client. */
  private static final byte[] LARGE = new byte[40 * 1024 * 1024];

  private static final Map<String, String> IMPATIENT =
      Map.of(
          "STET_BODY_PAUSE", "8s",
          "STET_HEAD_TIMEOUT", "8s",
          "STET_IDLE_TIMEOUT", "8s");

  @Test
  void othersAreServedUntilTheLastOfThemIsEnded(@TempDir Path folder) throws Exception {
    try (StetProcess stet = StetProcess.start(folder.resolve("data"), IMPATIENT);
        RegistryClient client = stet.client()) {
      Vitals vitals = new Vitals(stet, client);
      vitals.needsConnections(SLOW);
      Digest large = Digest.sha256(LARGE);
      assertThat(client.pushBlob(REPOSITORY, LARGE).statusCode()).isEqualTo(201);
      List<String> uploads = new ArrayList<>();
      for (int i = 0; i < SLOW / KINDS; i++) {
        uploads.add(client.beginUpload(REPOSITORY).headers().firstValue("Location").orElseThrow());
      }

      CountDownLatch connected = new CountDownLatch(SLOW);
      ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
      try {
        for (String upload : uploads) {
          clients.submit(() -> dribble(stet, "GET /v2/ HTTP/1.1\r\nX: ", connected));
          clients.submit(() -> dribble(stet, patch(upload), connected));
          clients.submit(() -> sip(stet, "GET /v2/" + REPOSITORY + "/blobs/" + large, connected));
          clients.submit(() -> silent(stet, connected));
        }
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
  }

  private static boolean allAreEnded(Vitals vitals) throws IOException, InterruptedException {
    int each = SLOW / KINDS;
    return vitals.ended("slow_head") == each
        && vitals.ended("slow_body") == each
        && vitals.ended("slow_reader") == each
        && vitals.ended("idle") >= each;
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

  private static String patch(String upload) {
    return "PATCH " + upload + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n";
  }

  /** Sends a byte a second after what it begins with. */
  private static Void dribble(StetProcess stet, String begin, CountDownLatch connected)
      throws IOException, InterruptedException {
    try (Wire wire = new Wire(stet.address())) {
      wire.send(begin);
      connected.countDown();
      while (true) {
        Thread.sleep(PACE);
        wire.send("x"); // fails once the server has ended it
      }
    }
  }

  /** Asks, and takes a byte a second of the answer. */
  private static Void sip(StetProcess stet, String request, CountDownLatch connected)
      throws IOException, InterruptedException {
    try (Wire wire = new Wire(stet.address())) {
      wire.head(request, "");
      connected.countDown();
      while (wire.read() >= 0) {
        Thread.sleep(PACE);
      }
      return null;
    }
  }

  /** Says nothing at all. */
  private static Void silent(StetProcess stet, CountDownLatch connected) throws IOException {
    try (Wire wire = new Wire(stet.address())) {
      connected.countDown();
      assertThat(wire.read()).isNegative();
      return null;
    }
  }
}
