package dev.stet.bench.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One HTTP/1.1 connection that is kept alive, with just as much of the protocol as the servers
 * under test speak: fixed lengths and chunks. Source: RFC 9112. For one thread.
 */
public final class Connection implements AutoCloseable {
  /** Stands for a request without content. */
  public static final byte[] NO_BODY = new byte[0];

  private static final int RECEIVE = 256 * 1024;
  private static final int SEND = 64 * 1024;

  private final SocketChannel channel;
  private final String fixedHeaders;
  private final ByteBuffer received = ByteBuffer.allocateDirect(RECEIVE).flip();
  private final ByteBuffer sending = ByteBuffer.allocateDirect(SEND);

  private Connection(SocketChannel channel, InetSocketAddress server) {
    this.channel = channel;
    this.fixedHeaders =
        " HTTP/1.1\r\nHost: "
            + server.getAddress().getHostAddress()
            + ":"
            + server.getPort()
            + "\r\nUser-Agent: stet-bench\r\n";
  }

  /** Connects. */
  public static Connection open(InetSocketAddress server) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return new Connection(channel, server);
  }

  /**
   * Sends a request and reads its whole answer.
   *
   * @param headers further header lines, each with its line break
   * @param body the content, less than 60 KiB
   * @param content takes the content of the answer
   */
  public Answer exchange(
      String method, String target, String headers, byte[] body, BodySink content)
      throws IOException {
    begin(method, target, headers + "Content-Length: " + body.length + "\r\n", body);
    return answer(method, target, content);
  }

  /** Sends a request without content and reads its whole answer. */
  public Answer exchange(String method, String target, String headers, BodySink content)
      throws IOException {
    begin(method, target, headers, NO_BODY);
    return answer(method, target, content);
  }

  /** Sends the head of a request, whose content is {@link #write written} next, and its start. */
  public void begin(String method, String target, String headers, byte[] startOfBody)
      throws IOException {
    String head = method + " " + target + fixedHeaders + headers + "\r\n";
    sending.clear();
    sending.put(head.getBytes(StandardCharsets.ISO_8859_1)).put(startOfBody).flip();
    write(sending);
  }

  /** Sends the remaining bytes of the buffer as they are. */
  public void write(ByteBuffer part) throws IOException {
    while (part.hasRemaining()) {
      channel.write(part);
    }
  }

  /** Reads the whole answer to the request that was begun with the method and target. */
  public Answer answer(String method, String target, BodySink content) throws IOException {
    String request = method + " " + target;
    Answer answer = Answer.parse(request, readUntil("\r\n\r\n"));
    if (!method.equals("HEAD") && answer.status() != 204 && answer.status() != 304) {
      readContent(answer, content);
    }
    return answer;
  }

  private void readContent(Answer answer, BodySink content) throws IOException {
    if (answer.length() >= 0) {
      pass(answer.length(), content);
    } else if (answer.header("Transfer-Encoding").isPresent()) {
      long chunk;
      do {
        chunk = Long.parseLong(readUntil("\r\n"), 16);
        pass(chunk, content);
        readUntil("\r\n");
      } while (chunk > 0);
    } else {
      throw new WrongAnswerException(answer.request(), "a length or chunks", answer.head());
    }
  }

  private void pass(long length, BodySink content) throws IOException {
    long left = length;
    while (left > 0) {
      if (!received.hasRemaining()) {
        fill();
      }
      int part = (int) Math.min(left, received.remaining());
      int limit = received.limit();
      received.limit(received.position() + part);
      content.accept(received);
      received.limit(limit);
      left -= part;
    }
  }

  /** Takes the text before the end mark, and the mark itself. */
  private String readUntil(String end) throws IOException {
    int seen = 0;
    while (true) {
      for (; seen <= received.remaining() - end.length(); seen++) {
        if (startsAt(received.position() + seen, end)) {
          byte[] text = new byte[seen];
          received.get(text);
          received.position(received.position() + end.length());
          return new String(text, StandardCharsets.ISO_8859_1);
        }
      }
      fill();
    }
  }

  private boolean startsAt(int index, String mark) {
    for (int i = 0; i < mark.length(); i++) {
      if (received.get(index + i) != mark.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void fill() throws IOException {
    received.compact();
    int count = channel.read(received);
    received.flip();
    if (count <= 0) {
      throw new EOFException("the server closed the connection before its answer was whole");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
