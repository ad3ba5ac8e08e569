package dev.stet.http;

import java.util.List;
import java.util.Optional;

/**
 * One operation: what asks for it, what right it takes, who answers.
 *
 * @param method the method; a {@code GET} route answers {@code HEAD} too
 * @param pattern the path
 * @param action what the caller must be allowed to do
 * @param ready answers from memory on the event loop, where it can
 * @param handler answers on a virtual thread
 */
public record Route(
    String method,
    PathPattern pattern,
    Action action,
    Optional<ReadyHandler> ready,
    Handler handler) {
  private static final List<String> READ = List.of("GET", "HEAD");

  /** A route that is always answered by a working handler. */
  public static Route of(String method, String path, Action action, Handler handler) {
    return new Route(method, PathPattern.of(path), action, Optional.empty(), handler);
  }

  /** A {@code GET} and {@code HEAD} route that is always answered by a working handler. */
  public static Route get(String path, Action action, Handler handler) {
    return of("GET", path, action, handler);
  }

  /** This route, answered from memory where that is possible. */
  public Route ready(ReadyHandler answersFromMemory) {
    return new Route(method, pattern, action, Optional.of(answersFromMemory), handler);
  }

  boolean takes(String requested) {
    return methods().contains(requested);
  }

  /** The methods that it answers. */
  List<String> methods() {
    return method.equals("GET") ? READ : List.of(method);
  }

  /** Method and path, e.g. {@code GET /v2/}; the name of the route in logs and metrics. */
  @Override
  public String toString() {
    return method + " " + pattern;
  }
}
