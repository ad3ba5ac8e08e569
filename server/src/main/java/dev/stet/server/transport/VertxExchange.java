package dev.stet.server.transport;

import dev.stet.http.Caller;
import dev.stet.http.Dispatcher.RoutableExchange;
import dev.stet.http.PathParameters;
import dev.stet.http.Query;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request of Vert.x as an {@link dev.stet.http.Exchange}. */
final class VertxExchange implements RoutableExchange {
  private static final String HOST = "Host";
  private static final Set<HttpMethod> BODILESS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS);

  private final HttpServerRequest request;
  private final Connection connection;
  private final Supplier<String> requestIds;
  private final String path;
  private PathParameters parameters = PathParameters.NONE;
  private @Nullable Query query;
  private @Nullable Caller caller;
  private @Nullable String requestId;
  private @Nullable RequestBody body;

  VertxExchange(HttpServerRequest request, Connection connection, Supplier<String> requestIds) {
    this.request = request;
    this.connection = connection;
    this.requestIds = requestIds;
    String raw = request.path();
    this.path = raw == null ? "" : raw;
  }

  /** Lets the handler read the body; on the event loop, before the handler begins. */
  void attach(RequestBody reader) {
    body = reader;
  }

  HttpServerRequest request() {
    return request;
  }

  Connection connection() {
    return connection;
  }

  /**
   * Whether a body may follow. Over HTTP/1.1 its headers say so (RFC 9112, section 6.3); over
   * HTTP/2, where they need not, it depends on the method.
   */
  boolean bringsBody() {
    long length = contentLength();
    if (length >= 0) {
      return length > 0;
    }
    return connection.isHttp2()
        ? !BODILESS.contains(request.method())
        : request.headers().contains("Transfer-Encoding");
  }

  Optional<RequestBody> attached() {
    return Optional.ofNullable(body);
  }

  @Override
  public void parameters(PathParameters found) {
    parameters = found;
  }

  @Override
  public PathParameters parameters() {
    return parameters;
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Query query() {
    Query known = query;
    if (known == null) {
      String raw = request.query();
      known = raw == null ? Query.EMPTY : Query.parse(raw);
      query = known;
    }
    return known;
  }

  @Override
  public Optional<String> header(String name) {
    return connection.isHttp2() && name.equalsIgnoreCase(HOST)
        ? headers(HOST).stream().findFirst()
        : Optional.ofNullable(request.getHeader(name));
  }

  @Override
  public List<String> headers(String name) {
    List<String> sent = request.headers().getAll(name);
    return connection.isHttp2() && name.equalsIgnoreCase(HOST) ? hosts(sent) : List.copyOf(sent);
  }

  /** HTTP/2 has a field of its own for the host, beside which the header may say the same again. */
  private List<String> hosts(List<String> sent) {
    List<String> hosts = new ArrayList<>(sent);
    HostAndPort authority = request.authority();
    if (authority != null) {
      hosts.removeIf(authority.toString()::equalsIgnoreCase);
      hosts.addFirst(authority.toString());
    }
    return hosts;
  }

  @Override
  public boolean isEncrypted() {
    return request.isSSL();
  }

  @Override
  public Caller caller() {
    Caller known = caller;
    if (known == null) {
      known =
          new Caller(
              String.valueOf(request.remoteAddress().hostAddress()),
              header("User-Agent").orElse(""),
              header("Stet-Actor").orElse(""));
      caller = known;
    }
    return known;
  }

  @Override
  public String requestId() {
    String known = requestId;
    if (known == null) {
      known = requestIds.get();
      requestId = known;
    }
    return known;
  }

  @Override
  public long contentLength() {
    String length = request.getHeader("Content-Length");
    return length == null ? -1 : Long.parseLong(length);
  }

  @Override
  public InputStream body() {
    RequestBody reader = body;
    if (reader == null) {
      throw new IllegalStateException("only a working handler may read the body");
    }
    return reader;
  }
}
