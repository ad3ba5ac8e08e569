package dev.stet.http;

import java.io.IOException;

/** Answers the requests of one route, on a virtual thread: it may block. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers one request.
   *
   * @throws RequestException if it cannot be done, by the caller's fault or the world's
   * @throws IOException if storage or the connection fails
   */
  Reply handle(Exchange exchange) throws IOException;
}
