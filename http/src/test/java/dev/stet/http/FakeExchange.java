package dev.stet.http;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that came over no wire. */
final class FakeExchange implements Dispatcher.RoutableExchange {
  private final String method;
  private final String path;
  private @Nullable PathParameters parameters;

  FakeExchange(String method, String path) {
    this.method = method;
    this.path = path;
  }

  @Override
  public String method() {
    return method;
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
    return "req-1";
  }

  @Override
  public long contentLength() {
    return -1;
  }

  @Override
  public InputStream body() {
    return InputStream.nullInputStream();
  }

  @Override
  public PathParameters parameters() {
    if (parameters == null) {
      throw new IllegalStateException("no route was found yet");
    }
    return parameters;
  }

  @Override
  public void parameters(PathParameters found) {
    parameters = found;
  }
}
