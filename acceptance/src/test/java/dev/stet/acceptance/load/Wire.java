package dev.stet.acceptance.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection of HTTP/1.1, as its bytes. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;

  /** Connects to {@code HOST:PORT}, which is this machine. */
  Wire(String address) throws IOException {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = socket.getInputStream();
  }

  /** Sends a head: the request, and header lines that each end with a line break. */
  Wire head(String request, String headers) throws IOException {
    return send(request + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.US_ASCII));
  }

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** The next byte of the server; -1 where it has closed. */
  int read() throws IOException {
    return in.read();
  }

  /** The status of the next answer, of which no more is read. */
  int status() throws IOException {
    return Integer.parseInt(new String(in.readNBytes(12), StandardCharsets.US_ASCII).substring(9));
  }

  /** Vanishes without a farewell. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
