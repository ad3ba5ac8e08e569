package dev.stet.server;

import dev.stet.http.Caller;
import dev.stet.http.Dispatcher.RoutableExchange;
import dev.stet.http.PathParameters;
import dev.stet.http.Query;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A {@code GET} without headers, as the transport would hand it to the dispatcher. */
final class GetExchange implements RoutableExchange {
  private final String path;
  private PathParameters parameters = PathParameters.NONE;

  GetExchange(String path) {
    this.path = path;
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
    return "GET";
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Query query() {
    return Query.EMPTY;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.empty();
  }

  @Override
  public List<String> headers(String name) {
    return List.of();
  }

  @Override
  public boolean isEncrypted() {
    return false;
  }

  @Override
  public Caller caller() {
    return new Caller("127.0.0.1", "", "");
  }

  @Override
  public String requestId() {
    return "request";
  }

  @Override
  public long contentLength() {
    return -1;
  }

  @Override
  public InputStream body() {
    throw new IllegalStateException("a ready handler reads no body");
  }
}
