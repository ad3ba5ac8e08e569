package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;

/** One end gives no answer, however often it is asked: what is left to do would fail as well. */
final class EndLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  EndLostException(Failure failure) {
    super(failure.what(), failure, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
