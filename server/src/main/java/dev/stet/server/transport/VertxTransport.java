package dev.stet.server.transport;

import dev.stet.http.Dispatcher;
import dev.stet.http.Dispatcher.Begun;
import dev.stet.http.Reply;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: takes requests in over HTTP/1.1 and HTTP/2, plain or over TLS, gives them to the
 * {@link Dispatcher}, sends the replies.
 */
public final class VertxTransport {
  private static final Logger LOG = LoggerFactory.getLogger(VertxTransport.class);
  private static final int LARGEST_CHUNK = 128 * 1024;
  private static final int LARGEST_HEADERS = 64 * 1024;
  private static final int LONGEST_LINE = 16 * 1024;

  /** With the 64 KiB of the protocol an upload would move that much a round trip. */
  private static final int STREAM_WINDOW = 1024 * 1024;

  private static final int CONNECTION_WINDOW = 16 * STREAM_WINDOW;
  private static final int MOST_STREAMS = 100;
  private static final long TLS_LOOK_MILLIS = 1_000;

  private final Dispatcher dispatcher;
  private final Observers observers;
  private final Supplier<String> requestIds;
  private final TransportSettings settings;
  private final Optional<Tls> tls;
  private final BodyMemory bodyMemory;
  private final Vertx vertx;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

  /** Who is told what happens. */
  public record Observers(RequestObserver requests, ConnectionObserver connections) {}

  private VertxTransport(
      Dispatcher dispatcher,
      Observers observers,
      Supplier<String> requestIds,
      Clock clock,
      TransportSettings settings) {
    this.dispatcher = dispatcher;
    this.observers = observers;
    this.requestIds = requestIds;
    this.settings = settings;
    this.tls = settings.tls().map(files -> new Tls(files, clock, settings.patience()));
    this.bodyMemory = new BodyMemory(settings.bodyMemory());
    this.vertx =
        Vertx.builder()
            .with(options(settings.eventLoops()))
            .withTransport(WatchedTransport.of(this::accepted))
            .build();
  }

  private static VertxOptions options(int eventLoops) {
    return new VertxOptions()
        .setEventLoopPoolSize(eventLoops)
        .setDisableTCCL(true)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setClassPathResolvingEnabled(false)
                .setFileCachingEnabled(false));
  }

  /**
   * Starts to listen.
   *
   * @param requestIds makes the identifiers of requests
   * @param clock says whether a certificate is still valid
   * @throws BindException if the address cannot be listened on
   * @throws IOException if the certificate cannot be used
   */
  public static VertxTransport start(
      Dispatcher dispatcher,
      Observers observers,
      Supplier<String> requestIds,
      Clock clock,
      TransportSettings settings)
      throws IOException {
    VertxTransport transport =
        new VertxTransport(dispatcher, observers, requestIds, clock, settings);
    try {
      transport.listen();
      return transport;
    } catch (IOException e) {
      transport.vertx.close();
      throw e;
    }
  }

  private void listen() throws IOException {
    Optional<ServerSSLOptions> encryption =
        tls.isPresent() ? Optional.of(tls.get().options()) : Optional.empty();
    CompletableFuture<String> listening = new CompletableFuture<>();
    vertx
        .deployVerticle(
            () -> new Listener(encryption),
            new DeploymentOptions().setInstances(settings.eventLoops()))
        .onSuccess(listening::complete)
        .onFailure(listening::completeExceptionally);
    await(listening);
    tls.ifPresent(
        files ->
            vertx.setPeriodic(
                TLS_LOOK_MILLIS,
                _ -> vertx.executeBlocking(files::changed).onSuccess(this::serveFromNowOn)));
    LOG.info(
        "Listening on {}:{} with {} event loops, native transport {}",
        settings.host(),
        port(),
        settings.eventLoops(),
        vertx.isNativeTransportEnabled() ? "on" : "off");
  }

  private void serveFromNowOn(Optional<ServerSSLOptions> changed) {
    changed.ifPresent(
        options ->
            servers
                .getFirst() // all share what the first has
                .updateSSLOptions(options, true)
                .onFailure(failure -> LOG.error("The new certificate is not served", failure)));
  }

  /** A connection is there; nothing came over it yet. */
  private void accepted(Channel channel) {
    Connection connection = Connection.watch(channel, settings.patience(), observers.connections());
    channel.pipeline().addLast(new FirstByte(connection, tls.isPresent()));
  }

  /** One event loop with a server of its own; all of them share the port. */
  private final class Listener extends VerticleBase {
    private final Optional<ServerSSLOptions> encryption;

    Listener(Optional<ServerSSLOptions> encryption) {
      this.encryption = encryption;
    }

    @Override
    public Future<?> start() {
      int port = settings.port() == 0 ? -1 : settings.port(); // -1: free, and the same for all
      HttpServer server = vertx.createHttpServer(protocols(), encryption.orElse(null));
      servers.add(server);
      return server
          .connectionHandler(VertxTransport::established)
          .requestHandler(request -> handle(context, request))
          .listen(port, settings.host());
    }
  }

  private static HttpServerConfig protocols() {
    return new HttpServerConfig()
        .setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
        .setHttp1Config(
            new Http1ServerConfig()
                .setMaxChunkSize(LARGEST_CHUNK)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setMaxInitialLineLength(LONGEST_LINE))
        .setHttp2Config(
            new Http2ServerConfig()
                .setInitialSettings(
                    new Http2Settings()
                        .setInitialWindowSize(STREAM_WINDOW)
                        .setMaxConcurrentStreams(MOST_STREAMS)
                        .setMaxHeaderListSize(LARGEST_HEADERS))
                .setConnectionWindowSize(CONNECTION_WINDOW));
  }

  private static void established(HttpConnection connection) {
    if (connection.protocolVersion() == HttpVersion.HTTP_2) {
      Connection.of(connection).speaksHttp2();
    }
  }

  private static void await(CompletableFuture<String> listening) throws IOException {
    try {
      listening.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw cannotBind(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the server did not begin to listen within 10 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Native transport has an exception of its own for an address that cannot be had. */
  private static IOException cannotBind(@Nullable Throwable cause) {
    BindException failure =
        new BindException(String.valueOf(cause == null ? null : cause.getMessage()));
    failure.initCause(cause);
    return failure;
  }

  /** The port that is listened on. */
  public int port() {
    return servers.getFirst().actualPort();
  }

  private void handle(Context context, HttpServerRequest request) {
    long start = System.nanoTime();
    Connection connection = Connection.of(request.connection());
    connection.requestBegan();
    VertxExchange exchange = new VertxExchange(request, connection, requestIds);
    switch (dispatcher.begin(exchange)) {
      case Begun.Answered(String route, Reply reply) -> {
        if (exchange.bringsBody()) {
          exchange.attach(body(context, request, connection));
        }
        answer(exchange, route, reply, start);
      }
      case Begun.ToDo toDo -> {
        exchange.attach(body(context, request, connection));
        Thread.ofVirtual().name("request").start(() -> work(context, exchange, toDo, start));
      }
    }
  }

  private RequestBody body(Context context, HttpServerRequest request, Connection connection) {
    return new RequestBody(request, context, connection, bodyMemory, settings.patience());
  }

  private void work(Context context, VertxExchange exchange, Begun.ToDo toDo, long start) {
    Reply reply = dispatcher.work(exchange, toDo.route());
    context.runOnContext(_ -> answer(exchange, toDo.route().toString(), reply, start));
  }

  private void answer(VertxExchange exchange, String route, Reply reply, long start) {
    boolean failed = reply.status() >= 400;
    Reply named = failed ? reply.with("Stet-Request-Id", exchange.requestId()) : reply;
    ReplySender.send(exchange, named);
    observers.requests().answered(exchange, route, named, System.nanoTime() - start);
  }

  /**
   * Stops: no new connections, requests in flight may finish within the grace, then everything is
   * closed. Returns when it is done.
   */
  public void stop(Duration grace) {
    Future.all(servers.stream().map(server -> server.shutdown(grace)).toList())
        .eventually(vertx::close)
        .toCompletionStage()
        .toCompletableFuture()
        .exceptionally(
            failure -> {
              LOG.warn("The HTTP server did not stop cleanly", failure);
              return null;
            })
        .join();
  }
}
