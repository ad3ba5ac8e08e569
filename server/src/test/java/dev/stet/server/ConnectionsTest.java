package dev.stet.server;

import static dev.stet.server.TestImage.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Action;
import dev.stet.oci.Digest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens on a connection, down to its bytes. Source: RFC 9112. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionsTest {
  private static final String UPLOADS = "/v2/con/nect/blobs/uploads/";

  /** What is read and dropped after a refusal, so that the connection can be used again. */
  private static final int LITTLE = 1024 * 1024;

  /** Larger than every buffer between a client and the server. */
  private static final int LARGE = 20 * 1024 * 1024;

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  /** Nobody may push to repository {@code forbidden}. */
  @BeforeAll
  void start(@TempDir Path folder) {
    server =
        RunningServer.start(
            folder,
            Map.of(),
            new Server.Parts(
                (_, action, repository) ->
                    action == Action.PUSH && repository.toString().contains("forbidden")
                        ? Optional.of("not you")
                        : Optional.empty(),
                UnaryOperator.identity()));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static void isAlive(RawConnection connection) {
    assertThat(connection.sendHead("GET /livez").answer().text())
        .as("the next answer on the same connection")
        .isEqualTo("ok\n");
  }

  @Test
  void aConnectionIsKept() {
    try (RawConnection connection = server.connect()) {
      for (int i = 0; i < 3; i++) {
        isAlive(connection);
      }
    }
  }

  @Test
  void requestsThatComeAtOnceAreAnsweredInTheirOrder() {
    try (RawConnection connection = server.connect()) {
      connection
          .sendHead("GET /v2/con/nothing/tags/list")
          .sendHead("GET /livez")
          .sendHead("GET /v2/con/nothing/manifests/none")
          .sendHead("GET /v2/");
      assertThat(connection.answer().code()).isEqualTo("NAME_UNKNOWN");
      assertThat(connection.answer().text()).isEqualTo("ok\n");
      assertThat(connection.answer().status()).isEqualTo(404);
      assertThat(connection.answer().text()).isEqualTo("{}");
    }
  }

  /** Requests that are refused without a look at their body: on the event loop, or in a handler. */
  static Stream<String> refusals() {
    return Stream.of(
        "PUT /v2/con/nect/manifests/v1", // no manifest, or too large for one
        "PUT /v2/con/nect/blobs/uploads/00000000-0000-0000-0000-000000000000",
        "POST /v2/forbidden/blobs/uploads/",
        "PUT /nowhere",
        "POST /v2/con/nect/tags/list", // another method
        "PUT /v2/CON/manifests/v1", // no name
        "POST /api/v1/repositories"); // no token
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @Tag("box-12.1")
  void aRefusedBodyDoesNotEndTheConnection(String request) {
    try (RawConnection connection = server.connect()) {
      connection.sendHead(request, "Content-Length: " + LITTLE).send(new byte[LITTLE]);
      Answer answer = connection.answer();
      assertThat(answer.status()).isBetween(400, 499);
      assertThat(answer.find("Connection")).isEmpty();
      isAlive(connection);
    }
  }

  /** Those of them that need not even know how long the body is. */
  static Stream<String> refusalsAtOnce() {
    return refusals().skip(1);
  }

  @ParameterizedTest
  @MethodSource("refusalsAtOnce")
  @Tag("box-12.1")
  void aRefusedBodyOfUnknownLengthDoesNotEndTheConnection(String request) {
    try (RawConnection connection = server.connect()) {
      connection.sendHead(request, "Transfer-Encoding: chunked").send("3\nabc\n");
      Answer answer = connection.answer();
      assertThat(answer.status()).isBetween(400, 499);
      assertThat(answer.find("Connection")).isEmpty();
      connection.send("2\nde\n0\n\n");
      isAlive(connection);
    }
  }

  /** A client that reads only when it has sent everything gets its answer too. */
  @ParameterizedTest
  @MethodSource("refusals")
  @Tag("box-12.1")
  void aLargeRefusedBodyEndsTheConnectionAfterTheAnswer(String request) {
    try (RawConnection connection = server.connect()) {
      connection.sendHead(request, "Content-Length: " + LARGE).send(new byte[LARGE]);
      Answer answer = connection.answer();
      assertThat(answer.status()).isBetween(400, 499);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(connection.rest()).as("the server closes").isEmpty();
    }
  }

  @Test
  @Tag("box-12.1")
  void aRefusedBodyThatNeverEndsEndsTheConnectionAfterTheAnswer() {
    try (RawConnection connection = server.connect()) {
      connection.sendHead("PUT /nowhere", "Transfer-Encoding: chunked");
      byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(US_ASCII);
      for (int sent = 0; sent < LARGE; sent += 0x10000) {
        connection.send(chunk);
      }
      assertThat(connection.answer().status()).isEqualTo(404);
      assertThat(connection.rest()).as("the server closes").isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusedClientThatWaitsIsNotToldToContinue(String request) {
    try (RawConnection connection = server.connect()) {
      connection.sendHead(request, "Content-Length: " + LARGE, "Expect: 100-continue");
      Answer answer = connection.answer();
      assertThat(answer.status()).isBetween(400, 499);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(connection.rest()).as("the server closes").isEmpty();
    }
  }

  @Test
  void aClientThatMayPushIsToldToContinue() {
    byte[] content = bytes("waited for");
    Digest digest = Digest.sha256(content);
    try (RawConnection connection = server.connect()) {
      connection.sendHead(
          "POST " + UPLOADS + "?digest=" + digest,
          "Content-Length: " + content.length,
          "Expect: 100-continue");
      assertThat(connection.head().status()).isEqualTo(100);
      assertThat(connection.send(content).answer().status()).isEqualTo(201);
      isAlive(connection);
    }
  }

  @Test
  void aClientThatSendsWithoutWaitingIsAnsweredToo() {
    byte[] content = bytes("not waited for");
    Digest digest = Digest.sha256(content);
    try (RawConnection connection = server.connect()) {
      connection
          .sendHead(
              "POST " + UPLOADS + "?digest=" + digest,
              "Content-Length: " + content.length,
              "Expect: 100-continue")
          .send(content);
      Answer first = connection.answer();
      assertThat(first.status() == 100 ? connection.answer() : first)
          .extracting(Answer::status)
          .isEqualTo(201);
      isAlive(connection);
    }
  }

  @Test
  void anUnknownExpectationIsNotWaitedFor() {
    try (RawConnection connection = server.connect()) {
      connection.sendHead("GET /livez", "Expect: the-spanish-inquisition");
      assertThat(connection.answer().status()).isIn(200, 417);
    }
  }

  /** Two ways to say where a body ends: the way to smuggle a request past a proxy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\nContent-Length: 4",
        "Content-Length: 4\nContent-Length: 5",
        "Content-Length: -1",
        "Content-Length: 4x",
        "Content-Length: 99999999999999999999"
      })
  void anUnclearLengthIs400AndTheConnectionEnds(String headers) {
    try (RawConnection connection = server.connect()) {
      connection.send(
          "POST "
              + UPLOADS
              + " HTTP/1.1\nHost: localhost\n"
              + headers
              + "\n\n0\n\nGET /livez HTTP/1.1\nHost: localhost\n\n");
      String all = connection.rest();
      assertThat(all).startsWith("HTTP/1.1 400 ").doesNotContain("ok\n");
    }
  }

  @Test
  void aRequestWithoutHostIs400() {
    try (RawConnection connection = server.connect()) {
      Answer answer = connection.send("GET /v2/ HTTP/1.1\n\n").answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.message()).contains("Host");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "elsewhere.example"})
  void aRequestWithTwoHostsIs400(String second) {
    try (RawConnection connection = server.connect()) {
      Answer answer = connection.sendHead("GET /v2/", "Host: " + second).answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.message()).contains("several Host headers");
    }
  }

  @Test
  void headersThatAreTooLargeAre431() {
    try (RawConnection connection = server.connect()) {
      connection.sendHead("GET /v2/", "X: " + "x".repeat(64 * 1024));
      assertThat(connection.rest()).startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void headersUpToThatSizeAreTaken() {
    assertThat(server.get("/v2/", "X", "x".repeat(60 * 1024)).status()).isEqualTo(200);
  }

  @Test
  void aRequestLineThatIsTooLongIs414() {
    try (RawConnection connection = server.connect()) {
      connection.sendHead("GET /v2/" + "x".repeat(17 * 1024));
      assertThat(connection.rest()).matches("(?s)HTTP/1\\.[01] 414 .*");
    }
  }
}
