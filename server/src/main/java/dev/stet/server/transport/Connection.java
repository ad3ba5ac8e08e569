package dev.stet.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, seen from the side of the network: the first handler of its channel. It counts
 * what comes and goes, and ends a client that keeps the connection for nothing: without a request,
 * with a request that does not get on, or with an answer that it does not take.
 *
 * <p>All of it happens on the connection's event loop, if nothing else is said. Clients are looked
 * at now and then, a few times within the shortest time that they have.
 *
 * <p><b>How it ends.</b> A client that is too slow is cut off. One that still sends what nobody
 * wants is lingered for: it is told that nothing more will come, and what it sends is dropped until
 * it has seen that, because closing at once would take the answer from it (RFC 9112, section 9.6).
 */
final class Connection extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final AttributeKey<Connection> KEY = AttributeKey.valueOf("dev.stet.connection");
  private static final long LOOKS = 4;
  private static final long RAREST_LOOK = TimeUnit.SECONDS.toNanos(5);

  private final Channel channel;
  private final Patience patience;
  private final ConnectionObserver observer;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> looks;
  private boolean http2;
  private boolean upgraded;
  private boolean lingering;
  private boolean ended;
  private volatile int holds; // written on the event loop alone

  private final AtomicLong received = new AtomicLong(); // bytes; written on the event loop alone
  private long written; // bytes that were handed to the socket; not all of them are sent
  private long begun; // requests
  private int inProgress; // requests
  private int answers; // that are being sent

  private long receivedBefore; // bytes, when the last request ended
  private long quiet; // nanoseconds since then
  private long heading; // nanoseconds since then in which the head of a request was under way
  private long sentBefore; // bytes, at the last look
  private @Nullable Pace sending;

  private Connection(Channel channel, Patience patience, ConnectionObserver observer) {
    this.channel = channel;
    this.patience = patience;
    this.observer = observer;
  }

  /** Watches a channel that was just accepted. */
  static Connection watch(Channel channel, Patience patience, ConnectionObserver observer) {
    Connection connection = new Connection(channel, patience, observer);
    channel.attr(KEY).set(connection);
    channel.pipeline().addFirst(connection);
    return connection;
  }

  /** The connection of a request. */
  static Connection of(HttpConnection connection) {
    return ((ConnectionBase) connection).channel().attr(KEY).get();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    observer.opened();
    channel.closeFuture().addListener(_ -> gone());
    long shortest =
        Math.min(
            patience.pause().toNanos(),
            Math.min(patience.head().toNanos(), patience.idle().toNanos()));
    long period = Math.clamp(shortest / LOOKS, 1, RAREST_LOOK);
    looks =
        added
            .executor()
            .scheduleAtFixedRate(() -> look(period), period, period, TimeUnit.NANOSECONDS);
  }

  private void gone() {
    observer.closed();
    stopLooking();
  }

  private void stopLooking() {
    if (looks != null) {
      looks.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      received.setRelease(received.getPlain() + bytes.readableBytes());
    }
    if (lingering) {
      ReferenceCountUtil.release(message);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  /** Decoders ask for more although it is held, the one of HTTP/2 always. */
  @Override
  public void read(ChannelHandlerContext ctx) {
    if (holds == 0) {
      ctx.read();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    written += size(message);
    if (begun == 0 && !http2) {
      ctx.executor().execute(this::endFailedUpgrade);
    }
    var _ = ctx.write(message, promise);
  }

  private static long size(Object message) {
    return switch (message) {
      case ByteBuf bytes -> bytes.readableBytes();
      case FileRegion region -> region.count() - region.transferred();
      default -> 0;
    };
  }

  /**
   * Vert.x answers an upgrade to HTTP/2 that is not whole with 400, and from then on takes what
   * comes without ever reading it.
   */
  private void endFailedUpgrade() {
    if (channel.pipeline().get("h2c") != null
        && channel.pipeline().get(Http2ConnectionHandler.class) == null) {
      linger(Ending.WRONG_PROTOCOL);
    }
  }

  /** From now on it speaks HTTP/2. */
  void speaksHttp2() {
    http2 = true;
    upgraded = begun > 0 || channel.pipeline().get("h2c") != null;
  }

  boolean isHttp2() {
    return http2;
  }

  /** Whether it began as HTTP/1.1, so that a body may come which no window of HTTP/2 bounds. */
  boolean isUpgraded() {
    return upgraded;
  }

  /** Whether a file can go to the socket as it is. */
  boolean sendsFiles() {
    return !http2 && channel.pipeline().get(SslHandler.class) == null;
  }

  /** The head of a request is there. */
  void requestBegan() {
    begun++;
    inProgress++;
  }

  /** Nothing more of a request will come or go. */
  void requestEnded() {
    inProgress--;
    receivedBefore = received.getPlain();
    quiet = 0;
    heading = 0;
  }

  /** An answer is being sent. */
  void answerBegan() {
    answers++;
  }

  /** An answer was sent whole, or cannot be. */
  void answerEnded() {
    answers--;
  }

  /** Reads no more until it is {@link #release released} as often as it is held. */
  void hold() {
    holds = holds() + 1;
    channel.config().setAutoRead(false);
  }

  void release() {
    holds = Math.max(0, holds() - 1);
    if (holds == 0) {
      channel.config().setAutoRead(true);
    }
  }

  private int holds() {
    return holds;
  }

  /** Whether it is not read, so that nothing can come; on any thread. */
  boolean isHeld() {
    return holds > 0;
  }

  /** How many bytes came over it; on any thread. */
  long received() {
    return received.getAcquire();
  }

  private void look(long nanos) {
    if (inProgress == 0) {
      lookAtQuiet(nanos);
    }
    if (answers == 0) {
      sending = null;
    } else {
      lookAtAnswers(nanos);
    }
  }

  private void lookAtQuiet(long nanos) {
    quiet += nanos;
    if (received.getPlain() != receivedBefore && !http2) {
      heading += nanos;
    }
    if (heading > patience.head().toNanos()) {
      end(Ending.SLOW_HEAD);
    } else if (quiet > patience.idle().toNanos()) {
      end(Ending.IDLE);
    }
  }

  private void lookAtAnswers(long nanos) {
    long sent = sent();
    if (sending == null) {
      sending = new Pace(patience);
    } else if (sending.tooSlow(nanos, sent - sentBefore)) {
      end(Ending.SLOW_READER);
    }
    sentBefore = sent;
  }

  /** How many bytes the kernel took. */
  private long sent() {
    long[] waiting = {0};
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    if (buffer != null) {
      try {
        buffer.forEachFlushedMessage(
            message -> {
              waiting[0] += size(message);
              return true;
            });
      } catch (Exception e) {
        throw new IllegalStateException("the visitor throws nothing", e);
      }
    }
    return written - waiting[0];
  }

  /** Cuts it off; a client that speaks HTTP/2 and is only idle is told so first. */
  void end(Ending why) {
    if (ended || !channel.isOpen()) {
      close();
      return;
    }
    ended = true;
    LOG.debug("Ended the connection from {}: {}", channel.remoteAddress(), why);
    observer.ended(why);
    if (http2 && why == Ending.IDLE) {
      var _ = channel.close();
    } else {
      close();
    }
  }

  /** Notes that one stream of it was ended. */
  void streamEnded(Ending why) {
    observer.ended(why);
  }

  /** Closes it past the handlers that would wait until all is sent. */
  void close() {
    if (context != null) {
      var _ = context.close();
    }
  }

  /** Says that no more will come, drops what does, and closes when the client has seen it. */
  void linger(Ending why) {
    if (lingering || !channel.isOpen()) {
      return;
    }
    lingering = true;
    LOG.debug("Linger for {}: {}", channel.remoteAddress(), why);
    observer.ended(why);
    sayThatNoMoreWillCome(why);
    holds = 0;
    channel.config().setAutoRead(true);
    stopLooking();
    looks = afterPause(this::close);
  }

  /** Does something on the event loop; on any thread. */
  void execute(Runnable action) {
    channel.eventLoop().execute(action);
  }

  /** Does something when a client that stands still would have stood still for too long. */
  ScheduledFuture<?> afterPause(Runnable action) {
    return channel.eventLoop().schedule(action, patience.pause().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void sayThatNoMoreWillCome(Ending why) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null || why == Ending.WRONG_PROTOCOL) {
      shutdownOutput();
    } else {
      tls.closeOutbound().addListener(_ -> shutdownOutput());
    }
  }

  private void shutdownOutput() {
    if (channel instanceof DuplexChannel duplex) {
      var _ = duplex.shutdownOutput();
    }
  }
}
