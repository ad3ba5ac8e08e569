package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;
import java.util.Optional;

/** Whether there is no point in going on: what has not begun does not begin. Thread-safe. */
final class Stop {
  private Optional<Failure> why = Optional.empty(); // under this

  /** Stops; the first reason is the one that is told. */
  synchronized void because(Failure failure) {
    if (why.isEmpty()) {
      why = Optional.of(failure);
    }
  }

  /** Why, if it is so. */
  synchronized Optional<Failure> why() {
    return why;
  }

  boolean isSet() {
    return why().isPresent();
  }
}
