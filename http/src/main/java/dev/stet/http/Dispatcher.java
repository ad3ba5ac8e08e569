package dev.stet.http;

import dev.stet.oci.OciErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The one road that every request takes: guards, route, authoriser, handler, mapping of errors.
 *
 * <p>{@link #begin} runs on an event loop and never blocks; {@link #work} runs on a virtual thread.
 * Neither throws. Safe for use by many threads.
 */
public final class Dispatcher {
  private final Router router;
  private final Authoriser authoriser;
  private final List<Guard> guards;
  private final FailureMapping failures;

  /**
   * Makes the road.
   *
   * @param failures turns what handlers throw into what callers get
   */
  public Dispatcher(
      Router router, Authoriser authoriser, List<Guard> guards, FailureMapping failures) {
    this.router = router;
    this.authoriser = authoriser;
    this.guards = List.copyOf(guards);
    this.failures = failures;
  }

  /** What the first step came to. */
  public sealed interface Begun {
    /**
     * The answer is there.
     *
     * @param route the name of the route, for logs and metrics
     */
    record Answered(String route, Reply reply) implements Begun {}

    /** A handler has to work for it: call {@link Dispatcher#work} on a virtual thread. */
    record ToDo(Route route, PathParameters parameters) implements Begun {}
  }

  /** An exchange that can be told the variables of its route's path. */
  public interface RoutableExchange extends Exchange {
    /** Called once, before a handler sees the exchange. */
    void parameters(PathParameters parameters);
  }

  /** Begins a request; on an event loop. */
  public Begun begin(RoutableExchange exchange) {
    try {
      guards.forEach(guard -> guard.check(exchange));
      return switch (router.find(exchange.method(), exchange.path())) {
        case Router.Found.Match(Route route, PathParameters parameters) ->
            begin(exchange, route, parameters);
        case Router.Found.OtherMethods(List<String> allowed) -> throw methodNotAllowed(allowed);
        case Router.Found.Nothing() -> throw nothingThere(exchange);
      };
    } catch (RuntimeException e) {
      return new Begun.Answered("none", failures.reply(exchange, e));
    } catch (Error e) {
      return new Begun.Answered("none", failed(exchange, e));
    }
  }

  private Begun begin(RoutableExchange exchange, Route route, PathParameters parameters) {
    exchange.parameters(parameters);
    try {
      Optional<String> refusal =
          authoriser.refusal(exchange.caller(), route.action(), parameters.repository());
      if (refusal.isPresent()) {
        throw RequestException.of(OciErrorCode.DENIED, refusal.get());
      }
      if (route.ready().isPresent()) {
        Optional<Reply> reply = route.ready().get().answer(exchange);
        if (reply.isPresent()) {
          return new Begun.Answered(route.toString(), reply.get());
        }
      }
      return new Begun.ToDo(route, parameters);
    } catch (RuntimeException e) {
      return new Begun.Answered(route.toString(), failures.reply(exchange, e));
    } catch (Error e) {
      return new Begun.Answered(route.toString(), failed(exchange, e));
    }
  }

  /** Does the work of a request; on a virtual thread. */
  public Reply work(Exchange exchange, Route route) {
    try {
      return route.handler().handle(exchange);
    } catch (IOException | RuntimeException e) {
      return failures.reply(exchange, e);
    } catch (Error e) {
      return failed(exchange, e);
    }
  }

  private Reply failed(Exchange exchange, Error e) {
    return failures.reply(exchange, new IllegalStateException("an error of the JVM", e));
  }

  private static RequestException methodNotAllowed(List<String> allowed) {
    String list = String.join(", ", allowed);
    return RequestException.of(
            OciErrorCode.UNSUPPORTED, "this method is not offered here: wanted one of " + list)
        .with("Allow", list);
  }

  private static RequestException nothingThere(Exchange exchange) {
    return RequestException.of(
            OciErrorCode.UNSUPPORTED, // not NAME_UNKNOWN: clients take that for the repository's
            "there is nothing at "
                + exchange.path()
                + ": the registry is under /v2/, Stet's own API under /api/v1/")
        .status(404);
  }
}
