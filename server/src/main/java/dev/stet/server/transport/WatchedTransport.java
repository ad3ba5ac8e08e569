package dev.stet.server.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.function.Consumer;

/**
 * The sockets of the machine, the native ones where there are such, with a look at each connection
 * as soon as it is accepted. Vert.x itself tells of a connection when its first request is there,
 * which is too late for a client that never sends one.
 *
 * @param implementation what Vert.x takes its sockets from
 */
record WatchedTransport(io.vertx.core.spi.transport.Transport implementation) implements Transport {
  /** The best sockets that this machine has; each accepted channel is shown before it is used. */
  static WatchedTransport of(Consumer<Channel> accepted) {
    return new WatchedTransport(
        Epoll.isAvailable() ? new WatchedEpoll(accepted) : new WatchedNio(accepted));
  }

  @Override
  public String name() {
    return isNative() ? "epoll" : "nio";
  }

  boolean isNative() {
    return implementation instanceof EpollTransport;
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public Throwable unavailabilityCause() {
    throw new IllegalStateException("it is available");
  }

  private static final class WatchedEpoll extends EpollTransport {
    private final Consumer<Channel> accepted;

    WatchedEpoll(Consumer<Channel> accepted) {
      this.accepted = accepted;
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(config, domainSocket, bootstrap);
      show(bootstrap, accepted);
    }
  }

  private static final class WatchedNio extends NioTransport {
    private final Consumer<Channel> accepted;

    WatchedNio(Consumer<Channel> accepted) {
      this.accepted = accepted;
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(config, domainSocket, bootstrap);
      show(bootstrap, accepted);
    }
  }

  private static void show(ServerBootstrap bootstrap, Consumer<Channel> accepted) {
    ChannelHandler usual = bootstrap.config().childHandler();
    bootstrap.childHandler(
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            accepted.accept(channel);
            channel.pipeline().addLast(usual);
          }
        });
  }
}
