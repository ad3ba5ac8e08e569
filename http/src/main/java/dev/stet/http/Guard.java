package dev.stet.http;

/**
 * A check that every request passes before it is routed, e.g. that its {@code Host} is ours.
 *
 * <p>Runs on event loops: an implementation must not block.
 */
@FunctionalInterface
public interface Guard {
  /**
   * Checks one request.
   *
   * @throws RequestException if it is refused
   */
  void check(Exchange exchange);
}
