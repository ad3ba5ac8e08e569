package dev.stet.auditor.reading;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers whoever asks with the headers and the beginning of a body, and then with nothing. */
public final class StallingServer implements AutoCloseable {
  private static final String BEGINNING =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nbeginning";

  private final ServerSocket server;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  /** Listens on the loopback. */
  public StallingServer() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> stall(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void stall(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      int last = 0; // four bytes
      while (last != 0x0d0a0d0a) {
        last = (last << 8) | in.read();
      }
      socket.getOutputStream().write(BEGINNING.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
