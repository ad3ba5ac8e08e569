package dev.stet.server.cosigning;

import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.stet.log.AddCheckpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cosigner may do to those who ask it. */
class HttpEndpointTest {
  private final @AutoClose HttpClient client = HttpClient.newHttpClient();

  /** It begins to answer, and does not go on. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anAnswerThatDoesNotEndIsGivenUp() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> _ = threads.submit(() -> stall(server));
      URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
      HttpEndpoint endpoint = new HttpEndpoint(client, url, Duration.ofMillis(300));
      AddCheckpoint request = new AddCheckpoint(0, List.of(), new GrowingLog().head());

      assertThatIOException()
          .isThrownBy(() -> endpoint.addCheckpoint(request))
          .withMessageContaining("no whole answer within 300 ms");
    }
  }

  /** Ends when whoever asked has gone. */
  private static @Nullable Void stall(ServerSocket server) throws IOException {
    try (Socket socket = server.accept()) {
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbeginning"
                  .getBytes(StandardCharsets.US_ASCII));
      long _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
    return null;
  }
}
