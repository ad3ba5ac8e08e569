package dev.stet.server.transport;

import dev.stet.http.Dispatcher;
import dev.stet.http.Dispatcher.Begun;
import dev.stet.http.Reply;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: takes requests in, gives them to the {@link Dispatcher}, sends the replies. */
public final class VertxTransport {
  private static final Logger LOG = LoggerFactory.getLogger(VertxTransport.class);
  private static final int LARGEST_CHUNK = 128 * 1024;
  private static final int LARGEST_HEADERS = 64 * 1024;
  private static final int LONGEST_LINE = 16 * 1024;

  private final Dispatcher dispatcher;
  private final RequestObserver observer;
  private final Supplier<String> requestIds;
  private final TransportSettings settings;
  private final Vertx vertx;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

  private VertxTransport(
      Dispatcher dispatcher,
      RequestObserver observer,
      Supplier<String> requestIds,
      TransportSettings settings) {
    this.dispatcher = dispatcher;
    this.observer = observer;
    this.requestIds = requestIds;
    this.settings = settings;
    this.vertx = Vertx.vertx(options(settings.eventLoops()));
  }

  private static VertxOptions options(int eventLoops) {
    return new VertxOptions()
        .setPreferNativeTransport(true)
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
   * @throws BindException if the address cannot be listened on
   */
  public static VertxTransport start(
      Dispatcher dispatcher,
      RequestObserver observer,
      Supplier<String> requestIds,
      TransportSettings settings)
      throws IOException {
    VertxTransport transport = new VertxTransport(dispatcher, observer, requestIds, settings);
    try {
      transport.listen();
      return transport;
    } catch (IOException e) {
      transport.vertx.close();
      throw e;
    }
  }

  private void listen() throws IOException {
    CompletableFuture<String> listening = new CompletableFuture<>();
    vertx
        .deployVerticle(Listener::new, new DeploymentOptions().setInstances(settings.eventLoops()))
        .onSuccess(listening::complete)
        .onFailure(listening::completeExceptionally);
    await(listening);
    LOG.info(
        "Listening on {}:{} with {} event loops, native transport {}",
        settings.host(),
        port(),
        settings.eventLoops(),
        vertx.isNativeTransportEnabled() ? "on" : "off");
  }

  /** One event loop with a server of its own; all of them share the port. */
  private final class Listener extends VerticleBase {
    @Override
    public Future<?> start() {
      int port = settings.port() == 0 ? -1 : settings.port(); // -1: free, and the same for all
      HttpServer server = vertx.createHttpServer(serverOptions());
      servers.add(server);
      return server
          .requestHandler(request -> handle(context, request))
          .listen(port, settings.host());
    }
  }

  private HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setMaxChunkSize(LARGEST_CHUNK)
        .setMaxHeaderSize(LARGEST_HEADERS)
        .setMaxInitialLineLength(LONGEST_LINE)
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout((int) Math.ceilDiv(settings.idle().toMillis(), 1000)) // 0 would be never
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
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
    VertxExchange exchange = new VertxExchange(request, requestIds);
    switch (dispatcher.begin(exchange)) {
      case Begun.Answered(String route, Reply reply) -> answer(exchange, route, reply, start);
      case Begun.ToDo toDo -> {
        exchange.attach(new RequestBody(request, context, settings.bodyPause()));
        Thread.ofVirtual().name("request").start(() -> work(context, exchange, toDo, start));
      }
    }
  }

  private void work(Context context, VertxExchange exchange, Begun.ToDo toDo, long start) {
    Reply reply = dispatcher.work(exchange, toDo.route());
    context.runOnContext(_ -> answer(exchange, toDo.route().toString(), reply, start));
  }

  private void answer(VertxExchange exchange, String route, Reply reply, long start) {
    boolean failed = reply.status() >= 400;
    Reply named = failed ? reply.with("Stet-Request-Id", exchange.requestId()) : reply;
    ReplySender.send(exchange, named);
    observer.answered(exchange, route, named, System.nanoTime() - start);
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
