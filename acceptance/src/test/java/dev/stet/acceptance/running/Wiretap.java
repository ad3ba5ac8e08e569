package dev.stet.acceptance.running;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A relay between a client and Stet that notes each request before it passes it on: once a client
 * has ended, all that it asked is noted.
 */
public final class Wiretap implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile("((?:GET|HEAD|PUT|POST|PATCH|DELETE) /\\S*) HTTP/1\\.1\r$");
  private static final int LONGEST_LINE = 8192;

  private final ServerSocket server;
  private final int target;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private Wiretap(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** Listens on a port of its own, and relays to Stet. */
  public static Wiretap on(StetProcess stet) throws IOException {
    String address = stet.address();
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    Wiretap tap = new Wiretap(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    Thread.ofVirtual().start(tap::accept);
    return tap;
  }

  /** Where clients find it: {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** The requests so far, e.g. {@code PUT /v2/shop/api/manifests/1.0}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Forgets the requests so far. */
  public void forget() {
    requests.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket stet = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofVirtual().start(() -> relay(client, stet, new Ear()));
        Thread.ofVirtual().start(() -> relay(stet, client, (_, _) -> {}));
      }
    } catch (IOException e) {
      // The end: close() was called.
    }
  }

  @FunctionalInterface
  private interface Listener {
    void hear(byte[] bytes, int count);
  }

  private static void relay(Socket from, Socket to, Listener listener) {
    byte[] step = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(step); count >= 0; count = in.read(step)) {
        listener.hear(step, count);
        out.write(step, 0, count);
      }
    } catch (IOException e) {
      // One side went away: so does the other.
    }
  }

  /** Picks the request lines out of what a client sends; a body may end right before one. */
  private final class Ear implements Listener {
    private final StringBuilder line = new StringBuilder();

    @Override
    public void hear(byte[] bytes, int count) {
      for (char next : new String(bytes, 0, count, StandardCharsets.ISO_8859_1).toCharArray()) {
        if (next == '\n') {
          Matcher matcher = REQUEST.matcher(line);
          if (matcher.find()) {
            requests.add(matcher.group(1));
          }
          line.setLength(0);
        } else {
          line.append(next);
        }
        if (line.length() > 2 * LONGEST_LINE) {
          line.delete(0, LONGEST_LINE);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
