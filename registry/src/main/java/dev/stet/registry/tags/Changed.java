package dev.stet.registry.tags;

import dev.stet.http.RequestException;
import java.util.function.Consumer;

/**
 * What came of a change that is made or refused, and nothing else. Committed before anybody sees
 * it.
 *
 * @param <T> what there is to say of a change that was made
 */
public sealed interface Changed<T> {
  /** The change was made, or there was nothing to do. */
  record Done<T>(T result) implements Changed<T> {}

  /** The change was refused, in these words; nothing was written. */
  record Refused<T>(RequestException why) implements Changed<T> {}

  /**
   * The result of the change.
   *
   * @param first what is to be done with it before anybody is told
   * @throws RequestException if it was refused
   */
  default T orThrow(Consumer<T> first) {
    return switch (this) {
      case Done<T>(T result) -> {
        first.accept(result);
        yield result;
      }
      case Refused<T>(RequestException why) -> throw why;
    };
  }
}
