package dev.stet.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);
  private static final Digest DIGEST = Digest.sha256(CONTENT);
  private static final Digest OTHER = Digest.sha256("tnetnoc".getBytes(UTF_8));

  private HttpServer server;
  private Client client;
  private int status = 200;
  private String told = DIGEST.toString();
  private byte[] sent = CONTENT;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Docker-Content-Digest", told);
            exchange.sendResponseHeaders(status, sent.length);
            exchange.getResponseBody().write(sent);
          }
        });
    server.start();
    client = new Client(server.getAddress());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.stop(0);
  }

  @Test
  void takesWhatIsRight() {
    assertThatCode(() -> client.pull("/blob", DIGEST, CONTENT.length)).doesNotThrowAnyException();
  }

  @Test
  void refusesAnotherStatus() {
    status = 500;
    assertPullFails("500");
  }

  @Test
  void refusesOtherContentOfTheSameLength() {
    sent = "tnetnoc".getBytes(UTF_8);
    assertPullFails(OTHER.toString());
  }

  @Test
  void refusesAnotherLength() {
    sent = "contents".getBytes(UTF_8);
    assertPullFails("8");
  }

  @Test
  void refusesContentThatIsCalledByAnotherDigest() {
    told = OTHER.toString();
    assertPullFails(OTHER.toString());
  }

  @Test
  void refusesAPushThatWasNotTaken() {
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> client.putManifest("a", "t", CONTENT, DIGEST))
        .withMessageContaining("PUT /v2/a/manifests/t")
        .withMessageContaining("wanted 201");
  }

  @Test
  void refusesAPushThatWasTakenForAnother() {
    status = 201;
    told = OTHER.toString();
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> client.putManifest("a", "t", CONTENT, DIGEST))
        .withMessageContaining(OTHER.toString());
  }

  private void assertPullFails(String got) {
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> client.pull("/blob", DIGEST, CONTENT.length))
        .withMessageContaining("GET /blob")
        .withMessageContaining("got " + got);
  }
}
