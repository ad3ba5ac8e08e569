package dev.stet.server;

import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are ended because they keep a connection for nothing; each is counted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndingsTest {
  private static final String UPLOADS = "/v2/end/ing/blobs/uploads/";

  /** Larger than every buffer between the server and a client. */
  private static final int LARGE = 40 * 1024 * 1024;

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server =
        RunningServer.start(
            folder,
            Map.of(
                "STET_BODY_PAUSE", "2s",
                "STET_HEAD_TIMEOUT", "2s",
                "STET_IDLE_TIMEOUT", "2s"),
            Server.Parts.USUAL);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private double sample(String name) {
    Matcher line =
        Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$")
            .matcher(server.get("/metrics").text());
    assertThat(line.find()).as(name).isTrue();
    return Double.parseDouble(line.group(1));
  }

  private double ended(String reason) {
    return sample("stet_http_connections_ended_total{reason=\"" + reason + "\"}");
  }

  /** Waits until one more is counted. */
  private void awaitEnded(String reason, double before) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (ended(reason) < before + 1) {
      assertThat(System.nanoTime()).as("nothing was ended for " + reason).isLessThan(deadline);
    }
  }

  /** Sends a byte now and then until the server has enough of it, or the test is over. */
  private static Thread dribble(RawConnection connection, String text) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                for (int i = 0; true; i++) {
                  connection.send(bytes(text.substring(i % text.length(), i % text.length() + 1)));
                  Thread.sleep(20); // the pace of the client, not a wait for anything
                }
              } catch (UncheckedIOException | InterruptedException e) {
                // the server ended the connection, or the test is over
              }
            });
  }

  private static void end(Thread dribble) throws InterruptedException {
    dribble.interrupt();
    dribble.join();
  }

  @Test
  void aHeadThatDribblesIsEnded() throws Exception {
    double before = ended("slow_head");
    try (RawConnection connection = server.connect()) {
      Thread dribble = dribble(connection.send("GET /livez HTTP/1.1\nX: "), "x");
      assertThat(connection.rest()).isEmpty();
      end(dribble);
    }
    awaitEnded("slow_head", before);
  }

  @Test
  void aSecondHeadThatDribblesIsEndedToo() throws Exception {
    double before = ended("slow_head");
    try (RawConnection connection = server.connect()) {
      assertThat(connection.sendHead("GET /livez").answer().text()).isEqualTo("ok\n");
      Thread dribble = dribble(connection.send("GET /livez HTTP/1.1\nX: "), "x");
      assertThat(connection.rest()).isEmpty();
      end(dribble);
    }
    awaitEnded("slow_head", before);
  }

  @Test
  void aHeadThatStopsIsEnded() {
    double before = ended("slow_head");
    try (RawConnection connection = server.connect()) {
      assertThat(connection.send("GET /liv").rest()).isEmpty();
    }
    awaitEnded("slow_head", before);
  }

  @Test
  void aConnectionWithoutARequestIsEnded() {
    double before = ended("idle");
    try (RawConnection connection = server.connect();
        RawConnection used = server.connect()) {
      assertThat(used.sendHead("GET /livez").answer().text()).isEqualTo("ok\n");
      assertThat(connection.rest()).isEmpty();
      assertThat(used.rest()).isEmpty();
    }
    awaitEnded("idle", before);
  }

  @Test
  void aBodyThatStopsIsEndedAndItsConnectionToo() {
    double before = ended("slow_body");
    String upload = server.beginUpload("end/ing");
    try (RawConnection connection = server.connect()) {
      connection.sendHead("PATCH " + upload, "Content-Length: 1000").send(bytes("begun"));
      Answer answer = connection.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("SIZE_INVALID");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(connection.rest()).as("nobody waits for the rest").isEmpty();
    }
    awaitEnded("slow_body", before);
    assertThat(server.get(upload).header("Range")).as("what came is kept").isEqualTo("0-4");
  }

  @Test
  void aBodyThatDribblesIsEnded() throws Exception {
    double before = ended("slow_body");
    String upload = server.beginUpload("end/ing");
    try (RawConnection connection = server.connect()) {
      connection.sendHead("PATCH " + upload, "Content-Length: 1000000");
      Thread dribble = dribble(connection, "x");
      Answer answer = connection.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.message()).contains("slower than 1024 bytes a second");
      end(dribble);
    }
    awaitEnded("slow_body", before);
  }

  @Test
  void theRestOfARefusedBodyIsNotWaitedForLong() throws Exception {
    double before = ended("slow_body");
    try (RawConnection connection = server.connect()) {
      Thread dribble = dribble(connection.sendHead("PUT /nowhere", "Content-Length: 1000"), "x");
      assertThat(connection.answer().status()).isEqualTo(404);
      assertThat(connection.rest()).isEmpty();
      end(dribble);
    }
    awaitEnded("slow_body", before);
  }

  @Test
  void aBodyThatNobodyWantsIsCounted() {
    double before = ended("unread_body");
    try (RawConnection connection = server.connect()) {
      connection.sendHead("PUT /nowhere", "Content-Length: 2000000");
      assertThat(connection.answer().status()).isEqualTo(404);
      assertThat(connection.rest()).isEmpty();
    }
    awaitEnded("unread_body", before);
  }

  @Test
  void anAnswerThatIsNotTakenIsEnded() {
    Digest blob = server.pushBlob("end/ing", new byte[LARGE]);
    double before = ended("slow_reader");
    try (RawConnection connection = server.connect()) {
      connection.sendHead("GET /v2/end/ing/blobs/" + blob);
      awaitEnded("slow_reader", before);
      assertThat(connection.rest().length()).as("what was under way").isLessThan(LARGE);
    }
  }

  @Test
  void anAnswerWithoutCreditIsEnded() {
    Digest blob = server.pushBlob("end/ing", new byte[1_000_000]);
    double before = ended("slow_reader");
    try (RawHttp2 connection = new RawHttp2(server.port())) {
      connection.request(1, true, "GET", "/v2/end/ing/blobs/" + blob);
      awaitEnded("slow_reader", before);
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void aConnectionOfHttp2WithoutARequestIsToldAndEnded() {
    double before = ended("idle");
    try (RawHttp2 connection = new RawHttp2(server.port())) {
      connection.settle(); // a sign of life is no request
      assertThat(connection.await(RawHttp2.GOAWAY, 0)).isNotNull();
      assertThat(connection.isClosed()).isTrue();
    }
    awaitEnded("idle", before);
  }

  /** With pauses, as over a bad network; all in all fast enough. */
  @Test
  void aClientThatOnlyHesitatesIsServed() throws Exception {
    byte[] content = new byte[1_000_000];
    Digest digest = Digest.sha256(content);
    try (RawConnection connection = server.connect()) {
      connection.sendHead("POST " + UPLOADS + "?digest=" + digest, "Content-Length: 1000000");
      for (int i = 0; i < 10; i++) {
        connection.send(new byte[100_000]);
        Thread.sleep(30); // the pace of the client, not a wait for anything
      }
      assertThat(connection.answer().status()).isEqualTo(201);
      assertThat(connection.sendHead("GET /livez").answer().text()).isEqualTo("ok\n");
    }
  }

  @Test
  void aConnectionIsCountedWhileItIsOpen() {
    double before = sample("stet_http_connections");
    try (RawConnection connection = server.connect()) {
      assertThat(connection.sendHead("GET /livez").answer().text()).isEqualTo("ok\n");
      assertThat(sample("stet_http_connections")).isGreaterThanOrEqualTo(1);
    }
    assertThat(before).isGreaterThanOrEqualTo(1); // the one that asks
  }
}
