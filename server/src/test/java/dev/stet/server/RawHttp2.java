package dev.stet.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One connection that speaks HTTP/2 without TLS, frame by frame, for what no well-behaved client
 * does. It gives the server no more credit than it says, and keeps count of its own. A read that
 * gets nothing for 20 seconds fails. Source: RFC 9113.
 */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;

  static final int ACK = 1;
  static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PRIORITY = 0x20;
  private static final int INITIAL_WINDOW_SIZE = 4; // a setting
  private static final int USUAL_WINDOW = 65_535;
  private static final int LARGEST_FRAME = 16_384;
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  /** One frame of the server. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(int type, int flags, int stream, byte[] payload, Map<String, List<String>> headers) {
    ByteBuffer content() {
      return ByteBuffer.wrap(payload);
    }

    /** The number that the payload begins with. */
    int number() {
      return content().getInt();
    }

    boolean isEnd() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
  private final List<Frame> unread = new ArrayList<>();
  private long streamWindow = USUAL_WINDOW; // of a new stream
  private long connectionWindow = USUAL_WINDOW;
  private final Map<Integer, Long> windows = new HashMap<>();

  RawHttp2(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
      write(PREFACE.getBytes(StandardCharsets.US_ASCII));
      send(SETTINGS, 0, 0);
      await(frame -> frame.type() == SETTINGS && frame.flags() == 0);
      send(SETTINGS, ACK, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much a stream of this connection may send before it has to wait for credit. */
  long streamWindow() {
    return streamWindow;
  }

  /** How much all streams together may send now. */
  long connectionWindow() {
    return connectionWindow;
  }

  /** Sends a request without its body; names and values of its headers in turn. */
  RawHttp2 request(int stream, boolean ends, String method, String path, String... headers) {
    Http2Headers all = new DefaultHttp2Headers().method(method).path(path).scheme("http");
    for (int i = 0; i < headers.length; i += 2) {
      all.add(headers[i], headers[i + 1]);
    }
    if (all.authority() == null && !all.contains("host")) {
      all.authority("localhost");
    }
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.encodeHeaders(stream, all, block);
    } catch (Http2Exception e) {
      throw new IllegalArgumentException(e);
    }
    byte[] bytes = new byte[block.readableBytes()];
    block.readBytes(bytes);
    windows.put(stream, streamWindow);
    return send(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, bytes);
  }

  /** Sends bytes of a body, as many as there is credit for; how many that was. */
  int data(int stream, int most) {
    long credit = Math.min(window(stream), connectionWindow);
    int count = (int) Math.min(most, credit);
    for (int left = count; left > 0; left -= LARGEST_FRAME) {
      send(DATA, 0, stream, new byte[Math.min(left, LARGEST_FRAME)]);
    }
    return count;
  }

  /** Ends a body. */
  RawHttp2 end(int stream, byte... last) {
    return send(DATA, END_STREAM, stream, last);
  }

  private long window(int stream) {
    return windows.getOrDefault(stream, streamWindow);
  }

  /** Sends a frame, whatever the credit. */
  RawHttp2 send(int type, int flags, int stream, byte... payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    write(frame.array());
    if (type == DATA) {
      connectionWindow -= payload.length;
      windows.merge(stream, (long) -payload.length, Long::sum);
    }
    return this;
  }

  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until the server has seen all that was sent, and has sent what it had to say to that. */
  void settle() {
    send(PING, 0, 0, new byte[8]);
    await(frame -> frame.type() == PING && frame.flags() == ACK);
  }

  /** The next frame that is as wanted; the others stay for later. */
  Frame await(Predicate<Frame> wanted) {
    for (Frame frame : unread) {
      if (wanted.test(frame)) {
        unread.remove(frame);
        return frame;
      }
    }
    Frame frame = read();
    while (!wanted.test(frame)) {
      unread.add(frame);
      frame = read();
    }
    return frame;
  }

  /** The next frame of that type on that stream. */
  Frame await(int type, int stream) {
    return await(frame -> frame.type() == type && frame.stream() == stream);
  }

  /** The whole answer on a stream; its body takes no more than the usual window. */
  Answer answer(int stream) {
    Frame head = await(HEADERS, stream);
    int status = Integer.parseInt(head.headers().getOrDefault(":status", List.of("0")).getFirst());
    ByteBuffer body = ByteBuffer.allocate(USUAL_WINDOW);
    for (Frame frame = head; !frame.isEnd() && status != 100; ) {
      frame = await(DATA, stream);
      body.put(frame.content());
    }
    byte[] bytes = new byte[body.flip().remaining()];
    body.get(bytes);
    return new Answer(status, head.headers(), bytes);
  }

  private Frame read() {
    try {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      Frame frame =
          new Frame(
              type, flags, stream, payload, type == HEADERS ? decode(flags, payload) : Map.of());
      count(frame);
      return frame;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Headers have to be decoded in the order in which they come; a priority may stand before. */
  private Map<String, List<String>> decode(int flags, byte[] payload) {
    ByteBuf block = Unpooled.wrappedBuffer(payload).skipBytes((flags & PRIORITY) == 0 ? 0 : 5);
    Map<String, List<String>> headers = new HashMap<>();
    try {
      for (Map.Entry<CharSequence, CharSequence> header : decoder.decodeHeaders(1, block)) {
        headers
            .computeIfAbsent(header.getKey().toString(), _ -> new ArrayList<>())
            .add(header.getValue().toString());
      }
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
    return headers;
  }

  private void count(Frame frame) {
    if (frame.type() == WINDOW_UPDATE) {
      long credit = frame.number();
      if (frame.stream() == 0) {
        connectionWindow += credit;
      } else {
        windows.merge(frame.stream(), credit, Long::sum);
      }
    } else if (frame.type() == SETTINGS) {
      ByteBuffer settings = frame.content();
      while (settings.hasRemaining()) {
        int setting = settings.getShort();
        int value = settings.getInt();
        streamWindow = setting == INITIAL_WINDOW_SIZE ? value : streamWindow;
      }
    }
  }

  /** Whether the server closed; what came before is dropped. */
  boolean isClosed() {
    try {
      while (true) {
        read();
      }
    } catch (UncheckedIOException e) {
      return e.getCause() instanceof EOFException
          || e.getCause() instanceof java.net.SocketException;
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
