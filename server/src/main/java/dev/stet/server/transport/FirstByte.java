package dev.stet.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/**
 * Tells a client that speaks TLS to a port of plain HTTP, or the other way round, what to do. It
 * gets a status line, because clients that try {@code https} first fall back to {@code http} when
 * they see one.
 */
final class FirstByte extends ChannelInboundHandlerAdapter {
  /** Content type "handshake". Source: RFC 8446, section 5.1. */
  private static final int HANDSHAKE = 0x16;

  private final Connection connection;
  private final boolean tls;

  /** Looks at the first byte of a connection that speaks TLS, or does not. */
  FirstByte(Connection connection, boolean tls) {
    this.connection = connection;
    this.tls = tls;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && bytes.isReadable() && isWrong(bytes)) {
      bytes.release();
      context.writeAndFlush(answer()).addListener(_ -> connection.linger(Ending.WRONG_PROTOCOL));
      return;
    }
    context.fireChannelRead(message);
    context.pipeline().remove(this);
  }

  private boolean isWrong(ByteBuf bytes) {
    boolean handshake = bytes.getByte(bytes.readerIndex()) == HANDSHAKE;
    return handshake != tls;
  }

  private ByteBuf answer() {
    String body =
        tls
            ? "this port speaks TLS: use https:// in front of its address\n"
            : "this port speaks plain HTTP: use http:// in front of its address, or give Stet"
                + " tls-certificate and tls-key\n";
    String answer =
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Connection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    return Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII);
  }
}
