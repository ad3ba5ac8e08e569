package dev.stet.auditor.cosigner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.stet.log.AddCheckpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for a cosigner over HTTP: {@code POST /add-checkpoint}, {@code GET
 * /HEX-SHA256-OF-ORIGIN/checkpoint} for monitors, {@code /metrics} and {@code /livez}.
 */
public final class CosignerServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CosignerServer.class);
  private static final int MAX_BODY = 1 << 17; // 63 hashes and a note of 100 signatures fit
  private static final int BACKLOG = 64;
  private static final int MAX_ASKING = 256;
  private static final Duration BODY = Duration.ofSeconds(10);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Pattern CHECKPOINT = Pattern.compile("/([0-9a-f]{64})/checkpoint");

  private final Cosigner cosigner;
  private final Supplier<List<String>> metrics;
  private final HttpServer server;
  private final Duration forBody;
  private final Semaphore asking;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private record Reply(int status, String type, String body) {}

  /**
   * What it takes on.
   *
   * @param asking how many requests for a signature at once; more are answered with 503
   * @param forBody how long the body of one may take; then its connection ends
   */
  record Limits(int asking, Duration forBody) {}

  private CosignerServer(
      Cosigner cosigner, Supplier<List<String>> metrics, HttpServer server, Limits limits) {
    this.cosigner = cosigner;
    this.metrics = metrics;
    this.server = server;
    this.forBody = limits.forBody();
    this.asking = new Semaphore(limits.asking());
  }

  /**
   * Begins to listen. Of the requests for a signature it takes 256 at once, and each has ten
   * seconds for its body.
   *
   * @param metrics the lines of {@code /metrics}, in the format of Prometheus
   * @throws IOException if it cannot listen there
   */
  public static CosignerServer start(
      InetSocketAddress address, Cosigner cosigner, Supplier<List<String>> metrics)
      throws IOException {
    return start(address, cosigner, metrics, new Limits(MAX_ASKING, BODY));
  }

  static CosignerServer start(
      InetSocketAddress address, Cosigner cosigner, Supplier<List<String>> metrics, Limits limits)
      throws IOException {
    HttpServer http = HttpServer.create(address, BACKLOG);
    CosignerServer server = new CosignerServer(cosigner, metrics, http, limits);
    http.createContext("/", server.handler());
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  /** Where it listens, with the port that it really has. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private HttpHandler handler() {
    return exchange -> {
      try (exchange) {
        send(exchange, reply(exchange));
      } catch (RuntimeException e) {
        LOG.error("{} could not be answered", exchange.getRequestURI().getPath(), e);
      }
    };
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean reads = List.of("GET", "HEAD").contains(exchange.getRequestMethod());
    Matcher checkpoint = CHECKPOINT.matcher(path);
    if (path.equals(AddCheckpoint.PATH)) {
      return exchange.getRequestMethod().equals("POST") ? add(exchange) : text(405, "use POST");
    }
    if (!reads) {
      return text(405, "use GET");
    }
    if (checkpoint.matches()) {
      return cosigner
          .signed(checkpoint.group(1))
          .map(it -> text(200, it.encoded()))
          .orElseGet(() -> text(404, "nothing was signed for this log"));
    }
    return switch (path) {
      case "/metrics" -> text(200, String.join("\n", metrics.get()) + "\n");
      case "/livez" -> text(200, "ok");
      default -> text(404, "there is " + AddCheckpoint.PATH + ", /metrics and /livez");
    };
  }

  private Reply add(HttpExchange exchange) throws IOException {
    if (!asking.tryAcquire()) {
      return text(503, "busy with other requests; ask again");
    }
    try {
      return added(exchange);
    } finally {
      asking.release();
    }
  }

  private Reply added(HttpExchange exchange) throws IOException {
    byte[] body = body(exchange);
    if (body.length > MAX_BODY) {
      return text(413, "a request has at most " + MAX_BODY + " bytes");
    }
    return switch (cosigner.addCheckpoint(body)) {
      case AddCheckpoint.OtherSize it -> new Reply(it.status(), AddCheckpoint.SIZE_TYPE, it.body());
      case AddCheckpoint.Unexpected it -> text(it.status(), it.why());
      case AddCheckpoint.Answer it -> text(it.status(), it.body());
    };
  }

  /** Reads it, and ends the connection if that takes too long: then reading fails. */
  private byte[] body(HttpExchange exchange) throws IOException {
    Future<?> deadline =
        deadlines.schedule(exchange::close, forBody.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    } finally {
      deadline.cancel(false);
    }
  }

  private static Reply text(int status, String body) {
    return new Reply(status, TEXT, body.endsWith("\n") || body.isEmpty() ? body : body + "\n");
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    Optional<byte[]> body =
        bytes.length == 0 || exchange.getRequestMethod().equals("HEAD")
            ? Optional.empty()
            : Optional.of(bytes);
    exchange.sendResponseHeaders(reply.status(), body.isPresent() ? bytes.length : -1);
    if (body.isPresent()) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Stops to listen; what is being answered is broken off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    threads.close();
    deadlines.shutdownNow();
  }
}
