package dev.stet.server;

import static dev.stet.server.RawHttp2.DATA;
import static dev.stet.server.RawHttp2.RST_STREAM;
import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Action;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/2 without TLS, by prior knowledge and by upgrade. Source: RFC 9113. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2Test {
  private static final String UPLOADS = "/v2/two/fold/blobs/uploads/";
  private static final int MEBIBYTE = 1024 * 1024;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int NO_ERROR = 0;
  private static final int PROTOCOL_ERROR = 1;

  private final HeldUploads uploads = new HeldUploads();

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  /** Nobody may push to repository {@code forbidden}. */
  @BeforeAll
  void start(@TempDir Path folder) {
    server =
        RunningServer.start(
            folder,
            Map.of("STET_BODY_PAUSE", PAUSE.toMillis() + "ms"),
            new Server.Parts(
                (_, action, repository) ->
                    action == Action.PUSH && repository.toString().contains("forbidden")
                        ? Optional.of("not you")
                        : Optional.empty(),
                uploads::over));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private RawHttp2 connect() {
    return new RawHttp2(server.port());
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static void isAlive(RawHttp2 connection, int stream) {
    connection.request(stream, true, "GET", "/livez");
    assertThat(connection.answer(stream).text())
        .as("an answer on another stream of the connection")
        .isEqualTo("ok\n");
  }

  @Test
  void manyRequestsShareAConnection() {
    try (RawHttp2 connection = connect()) {
      for (int stream = 1; stream < 40; stream += 4) {
        connection.request(stream, true, "GET", "/v2/two/nothing/tags/list");
        isAlive(connection, stream + 2);
        Answer answer = connection.answer(stream);
        assertThat(answer.code()).isEqualTo("NAME_UNKNOWN");
        assertThat(answer.find("Connection")).isEmpty();
      }
    }
  }

  @Test
  void theWindowsAreLargeEnoughForALongWay() {
    try (RawHttp2 connection = connect()) {
      connection.settle();
      assertThat(connection.streamWindow()).isGreaterThanOrEqualTo(MEBIBYTE);
      assertThat(connection.connectionWindow()).isGreaterThanOrEqualTo(16 * MEBIBYTE);
    }
  }

  @Test
  void aBodyThatIsNotReadGetsNoMoreCreditAndOtherStreamsGoOn() throws Exception {
    String upload = server.beginUpload("two/fold");
    uploads.hold();
    try (RawHttp2 connection = connect()) {
      connection.request(1, false, "PATCH", upload);
      uploads.await();
      int sent = 0;
      for (int step = connection.data(1, MEBIBYTE); step > 0; step = connection.data(1, MEBIBYTE)) {
        sent += step;
        connection.settle();
        assertThat(sent).as("with nobody reading").isLessThanOrEqualTo(4 * MEBIBYTE);
      }
      assertThat(sent).isGreaterThanOrEqualTo(MEBIBYTE);
      isAlive(connection, 3);

      uploads.release();
      while (sent < 8 * MEBIBYTE) {
        int step = connection.data(1, MEBIBYTE);
        sent += step;
        if (step == 0) {
          connection.await(RawHttp2.WINDOW_UPDATE, 1); // credit comes as the handler reads
        }
      }
      Answer answer = connection.end(1).answer(1);
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.header("Range")).isEqualTo("0-" + (sent - 1));
    } finally {
      uploads.release();
    }
  }

  @Test
  @Tag("box-12.1")
  void aLargeRefusedBodyEndsItsStreamAfterTheAnswerAndNotTheConnection() {
    try (RawHttp2 connection = connect()) {
      connection.request(
          1, false, "POST", "/v2/forbidden/blobs/uploads/", "content-length", "20000000");
      connection.data(1, 100_000);
      Answer answer = connection.answer(1);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("DENIED");
      assertThat(connection.await(RST_STREAM, 1).number()).isEqualTo(NO_ERROR);
      isAlive(connection, 3);
    }
  }

  @Test
  void aLittleRefusedBodyIsDropped() {
    try (RawHttp2 connection = connect()) {
      connection.request(1, false, "PUT", "/nowhere", "content-length", "50000");
      assertThat(connection.answer(1).status()).isEqualTo(404);
      connection.data(1, 50_000);
      connection.end(1);
      isAlive(connection, 3);
    }
  }

  @Test
  void aRefusedBodyOfUnknownLengthIsDroppedForAWhile() {
    try (RawHttp2 connection = connect()) {
      connection.request(1, false, "PUT", "/nowhere");
      assertThat(connection.answer(1).status()).isEqualTo(404);
      for (int sent = 0; sent <= MEBIBYTE; sent += connection.data(1, 100_000)) {
        connection.settle();
      }
      assertThat(connection.await(RST_STREAM, 1).number()).isEqualTo(NO_ERROR);
      isAlive(connection, 3);
    }
  }

  @Test
  void aClientThatMayPushIsToldToContinueAndARefusedOneIsNot() {
    byte[] content = bytes("waited for twice");
    try (RawHttp2 connection = connect()) {
      String path = UPLOADS + "?digest=" + Digest.sha256(content);
      connection.request(1, false, "POST", path, "expect", "100-continue");
      assertThat(connection.answer(1).status()).isEqualTo(100);
      assertThat(connection.end(1, content).answer(1).status()).isEqualTo(201);

      connection.request(
          3, false, "POST", "/v2/forbidden/blobs/uploads/", "expect", "100-continue");
      assertThat(connection.answer(3).status()).isEqualTo(403);
      assertThat(connection.await(RST_STREAM, 3).number()).isEqualTo(NO_ERROR);
      isAlive(connection, 5);
    }
  }

  @Test
  void aBodyThatStopsEndsItsStreamAndNotTheConnection() {
    String upload = server.beginUpload("two/fold");
    try (RawHttp2 connection = connect()) {
      connection.request(1, false, "PATCH", upload);
      assertThat(connection.data(1, 5)).isEqualTo(5);
      Answer answer = connection.answer(1);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("SIZE_INVALID");
      assertThat(connection.await(RST_STREAM, 1).number()).isEqualTo(NO_ERROR);
      isAlive(connection, 3);
    }
    assertThat(server.get(upload).header("Range")).as("what came is kept").isEqualTo("0-4");
  }

  /** As clients do that finish some of their uploads before they go on with the others. */
  @Test
  void aBodyMayWaitWhileAnotherOfItsConnectionComes() {
    String waiting = server.beginUpload("two/fold");
    String coming = server.beginUpload("two/fold");
    try (RawHttp2 connection = connect()) {
      connection.request(1, false, "PATCH", waiting).request(3, false, "PATCH", coming);
      assertThat(connection.data(1, 5)).isEqualTo(5);
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < PAUSE.multipliedBy(2).toNanos()) { // no wait: its pace
        connection.data(3, 10_000);
        connection.settle();
      }
      assertThat(connection.end(1).answer(1).header("Range")).isEqualTo("0-4");
      assertThat(connection.end(3).answer(3).status()).isEqualTo(202);
    }
  }

  @Test
  void aClientThatBreaksOffADownloadKeepsItsConnection() {
    Digest blob = server.pushBlob("two/fold", random(3 * MEBIBYTE));
    try (RawHttp2 connection = connect()) {
      connection.request(1, true, "GET", "/v2/two/fold/blobs/" + blob);
      connection.await(DATA, 1);
      connection.send(RST_STREAM, 0, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
      connection.send(RawHttp2.WINDOW_UPDATE, 0, 0, (byte) 0, (byte) 1, (byte) 0, (byte) 0);
      isAlive(connection, 3);
    }
  }

  @Test
  void theAuthorityIsTheHost() {
    try (RawHttp2 connection = connect()) {
      connection.request(1, true, "GET", "/v2/", ":authority", "127.0.0.1:5000");
      assertThat(connection.answer(1).status()).isEqualTo(200);
      connection.request(3, true, "GET", "/v2/", ":authority", "elsewhere.example");
      assertThat(connection.answer(3).status()).isEqualTo(403);
      connection.request(5, true, "GET", "/v2/", "host", "localhost");
      assertThat(connection.answer(5).status()).isEqualTo(200);
      connection.request(7, true, "GET", "/v2/", "host", "elsewhere.example");
      assertThat(connection.answer(7).status()).isEqualTo(403);
      connection.request(9, true, "GET", "/v2/", ":authority", "localhost", "host", "localhost");
      assertThat(connection.answer(9).status()).as("the same twice").isEqualTo(200);
      connection.request(
          11, true, "GET", "/v2/", ":authority", "localhost", "host", "elsewhere.example");
      assertThat(connection.await(RST_STREAM, 11).number())
          .as("two that differ")
          .isEqualTo(PROTOCOL_ERROR);
    }
  }

  /** A client that begins with HTTP/1.1 and asks for an upgrade, as Java's does. */
  private HttpResponse<byte[]> upgraded(String method, String path, BodyPublisher body)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return client.send(
          HttpRequest.newBuilder(uri).method(method, body).timeout(Duration.ofSeconds(30)).build(),
          BodyHandlers.ofByteArray());
    }
  }

  @Test
  void aConnectionIsUpgraded() throws Exception {
    byte[] content = random(3 * MEBIBYTE);
    Digest digest = Digest.sha256(content);
    HttpResponse<byte[]> pushed =
        upgraded("POST", UPLOADS + "?digest=" + digest, BodyPublishers.ofByteArray(content));
    assertThat(pushed.version()).isEqualTo(Version.HTTP_2);
    assertThat(pushed.statusCode()).isEqualTo(201);

    HttpResponse<byte[]> pulled =
        upgraded("GET", "/v2/two/fold/blobs/" + digest, BodyPublishers.noBody());
    assertThat(pulled.version()).isEqualTo(Version.HTTP_2);
    assertThat(pulled.body()).isEqualTo(content);
    assertThat(pulled.headers().firstValueAsLong("content-length")).hasValue(content.length);
  }

  /** The body that comes with an upgrade is no data of HTTP/2, so no window bounds it. */
  @Test
  void theBodyOfAnUpgradeIsHeldBackToo() throws Exception {
    String upload = server.beginUpload("two/fold");
    uploads.hold();
    int size = 128 * MEBIBYTE;
    try (SocketChannel channel =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))) {
      channel.write(ByteBuffer.wrap(bytes(upgrade("PATCH " + upload, size))));
      uploads.await();
      channel.configureBlocking(false);
      ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
      long sent = 0;
      long stuck = System.nanoTime();
      while (sent < size && System.nanoTime() - stuck < Duration.ofSeconds(1).toNanos()) {
        int count = channel.write(chunk.rewind());
        sent += count;
        stuck = count > 0 ? System.nanoTime() : stuck;
      }
      assertThat(sent).as("with nobody reading").isLessThan(size / 4);
    } finally {
      uploads.release();
    }
  }

  private static String upgrade(String request, long length) {
    return request
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  static Stream<String> upgradesThatAreNotWhole() {
    String whole = upgrade("GET /livez", 0);
    return Stream.of(
        whole.replace("HTTP2-Settings: AAMAAABkAAQAAP__\r\n", ""),
        whole.replace(", HTTP2-Settings", ""),
        whole.replace("AAMAAABkAAQAAP__", "%%%"));
  }

  @ParameterizedTest
  @MethodSource("upgradesThatAreNotWhole")
  void anUpgradeThatIsNotWholeIs400AndTheConnectionEnds(String request) {
    try (RawConnection connection = server.connect()) {
      assertThat(connection.send(bytes(request)).rest()).startsWith("HTTP/1.1 400 ");
    }
  }
}
