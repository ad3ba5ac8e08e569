package dev.stet.cli.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that promises an answer, sends the beginning of it, and then nothing more. */
final class SilentServer implements AutoCloseable {
  private final ServerSocket socket;
  private final String beginning;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /**
   * Starts it.
   *
   * @param body what of the body it sends
   */
  SilentServer(String body) {
    this.beginning = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + body;
    try {
      socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    try {
      while (true) {
        Socket client = socket.accept();
        open.add(client);
        OutputStream out = client.getOutputStream();
        out.write(beginning.getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    } catch (IOException e) {
      // it is closed
    }
  }

  String host() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
