package dev.stet.server.transport;

import dev.stet.http.Caller;
import dev.stet.http.Dispatcher.RoutableExchange;
import dev.stet.http.PathParameters;
import dev.stet.http.Query;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request of Vert.x as an {@link dev.stet.http.Exchange}. */
final class VertxExchange implements RoutableExchange {
  private final HttpServerRequest request;
  private final Supplier<String> requestIds;
  private final String path;
  private PathParameters parameters = PathParameters.NONE;
  private @Nullable Query query;
  private @Nullable Caller caller;
  private @Nullable String requestId;
  private @Nullable RequestBody body;

  VertxExchange(HttpServerRequest request, Supplier<String> requestIds) {
    this.request = request;
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
    return Optional.ofNullable(request.getHeader(name));
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
