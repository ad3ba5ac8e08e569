package dev.stet.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void readsContentOfAKnownLength() throws Exception {
    assertThat(get("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello")).isEqualTo("200 hello");
  }

  @Test
  void readsContentInChunks() throws Exception {
    assertThat(
            get(
                "HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"))
        .isEqualTo("404 hello");
  }

  @Test
  void keepsWhatFollowsForTheNextAnswer() throws Exception {
    String first = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na";
    String second = "HTTP/1.1 201 OK\r\nContent-Length: 1\r\n\r\nb";
    Thread answering = answer(first + second);
    try (Connection connection = open()) {
      assertThat(exchange(connection, "GET")).isEqualTo("200 a");
      assertThat(exchange(connection, "GET")).isEqualTo("201 b");
    }
    answering.join();
  }

  @Test
  void expectsNoContentAfterHead() throws Exception {
    Thread answering = answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    try (Connection connection = open()) {
      assertThat(exchange(connection, "HEAD")).isEqualTo("200 ");
    }
    answering.join();
  }

  @Test
  void failsWhereTheContentIsCutShort() {
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(() -> get("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"));
  }

  @Test
  void failsWhereSomethingElseAnswers() {
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> get("SSH-2.0-OpenSSH_9.2\r\n\r\n"))
        .withMessageContaining("GET /")
        .withMessageContaining("SSH-2.0");
  }

  private String get(String answer) throws Exception {
    Thread answering = answer(answer);
    try (Connection connection = open()) {
      return exchange(connection, "GET");
    } finally {
      answering.join();
    }
  }

  private static String exchange(Connection connection, String method) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Answer answer = connection.exchange(method, "/", "", BodySink.into(content));
    return answer.status() + " " + content.toString(ISO_8859_1);
  }

  private Connection open() throws IOException {
    return Connection.open((InetSocketAddress) server.getLocalSocketAddress());
  }

  /** Waits for a request, answers and waits for the client to go. */
  private Thread answer(String answer) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                byte[] request = new byte[1024];
                assertThat(socket.getInputStream().read(request)).isPositive();
                socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }
}
