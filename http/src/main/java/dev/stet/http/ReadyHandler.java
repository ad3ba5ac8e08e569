package dev.stet.http;

import java.util.Optional;

/**
 * Answers from memory, on an event loop: it must not block, do I/O or wait for a lock.
 *
 * <p>The rule has a test: a ready handler that blocks fails it.
 */
@FunctionalInterface
public interface ReadyHandler {
  /** The answer, if it is in memory; else the route's working handler is asked. */
  Optional<Reply> answer(Exchange exchange);
}
