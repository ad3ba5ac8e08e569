package dev.stet.server.transport;

import dev.stet.http.Exchange;
import dev.stet.http.Reply;

/** Is told of each answer; for logs and metrics. Runs on event loops and must not block. */
@FunctionalInterface
public interface RequestObserver {
  /**
   * An answer was handed to the connection.
   *
   * @param route the name of the route, {@code none} if none took the request
   * @param nanos how long it took from the end of the request's headers
   */
  void answered(Exchange exchange, String route, Reply reply, long nanos);
}
