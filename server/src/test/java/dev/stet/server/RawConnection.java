package dev.stet.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One connection to a server, byte by byte, for what no well-behaved client does. A read that gets
 * nothing for 20 seconds fails.
 */
public final class RawConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  public RawConnection(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends text; each line ends with {@code \n} here and with {@code \r\n} on the wire. */
  public RawConnection send(String text) {
    return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawConnection send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a head with {@code Host}, the given header lines and an empty line. */
  public RawConnection sendHead(String request, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\n", headers) + "\n";
    return send(request + " HTTP/1.1\nHost: localhost\n" + lines + "\n");
  }

  /** Reads one answer that has a body by {@code Content-Length}. */
  public Answer answer() {
    Answer head = head();
    try {
      int length = Integer.parseInt(head.find("Content-Length").orElse("0"));
      return new Answer(head.status(), head.headers(), in.readNBytes(length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one answer without a body, whatever its {@code Content-Length} says. */
  public Answer head() {
    try {
      List<String> lines = new ArrayList<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        lines.add(line);
      }
      Map<String, List<String>> headers = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        int colon = line.indexOf(':');
        headers
            .computeIfAbsent(
                line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
      return new Answer(Integer.parseInt(lines.getFirst().split(" ", 3)[1]), headers, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended after: " + line);
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Reads all that comes until the server closes. */
  public String rest() {
    try {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Vanishes, as a client whose machine loses power does at best: with a reset. */
  public void vanish() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
