package dev.stet.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the route of a request. Immutable.
 *
 * <p>The first route that matches wins, so a more special one is declared before a more general
 * one.
 */
public final class Router {
  private final List<Route> routes;
  private final Map<String, List<Route>> byFirstSegment = new HashMap<>();

  /**
   * Takes the routes. They are tried in their order, but that with more behind the repository's
   * name first: a name may contain whatever stands there in a shorter path.
   */
  public Router(List<Route> routes) {
    this.routes =
        routes.stream()
            .sorted(Comparator.comparingInt(route -> -route.pattern().behindRepository()))
            .toList();
    for (Route route : this.routes) {
      String first = PathPattern.split(route.pattern().toString()).getFirst();
      byFirstSegment.computeIfAbsent(first, _ -> new ArrayList<>()).add(route);
    }
  }

  /** All routes, in the order in which they are tried. */
  public List<Route> routes() {
    return routes;
  }

  /** What a path and method lead to. */
  sealed interface Found {
    /** A route. */
    record Match(Route route, PathParameters parameters) implements Found {}

    /** The path is known, but not with this method. */
    record OtherMethods(List<String> allowed) implements Found {}

    /** Nothing is there. */
    record Nothing() implements Found {}
  }

  /**
   * Finds the route of a request. There is none where a path does not begin with a slash, however
   * it goes on: guards tell paths by how they begin.
   *
   * @param path the raw path
   * @throws RequestException if the path names a repository that cannot exist
   */
  Found find(String method, String path) {
    if (!path.startsWith("/")) {
      return new Found.Nothing();
    }
    List<String> segments = PathPattern.split(path);
    List<String> allowed = new ArrayList<>();
    for (Route route : byFirstSegment.getOrDefault(segments.getFirst(), List.of())) {
      boolean takes = route.takes(method);
      if (!takes && allowed.contains(route.method())) {
        continue;
      }
      Optional<PathParameters> parameters = route.pattern().match(segments);
      if (parameters.isPresent() && takes) {
        return new Found.Match(route, parameters.get());
      }
      if (parameters.isPresent()) {
        allowed.addAll(route.methods());
      }
    }
    return allowed.isEmpty() ? new Found.Nothing() : new Found.OtherMethods(allowed);
  }
}
