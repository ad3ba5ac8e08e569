package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.BusyException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.function.Function;

/**
 * Tries again what a broken connection or a busy registry stopped. A file system is not tried
 * again.
 *
 * @param most how often to try in all
 * @param pause how long to wait before the second try; twice as long before each further one, and
 *     as long as a busy registry asks for
 * @param patience how long the content of a blob may stand still, and how long a busy registry may
 *     ask to be left alone; one that asks for more is not tried again
 */
record Attempts(int most, Duration pause, Duration patience) {
  /** Something that a connection may break. */
  interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Does the work.
   *
   * @param failure the words for the last failure
   * @throws EndLostException if there was no answer to any attempt
   */
  <T> T run(Work<T> work, Function<IOException, Failure> failure) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.run();
      } catch (IOException e) {
        IOException cause = e instanceof SourceBrokenException broken ? broken.broken() : e;
        if (cause instanceof InterruptedIOException || cause instanceof FileSystemException) {
          throw failure.apply(e);
        }
        if (attempt >= most || !rest(attempt, cause)) {
          throw cause instanceof BusyException
              ? failure.apply(e)
              : new EndLostException(failure.apply(e));
        }
      }
    }
  }

  /** Waits; whether it may be tried again then. */
  private boolean rest(int attempt, IOException cause) {
    Duration wait = pause(attempt, cause);
    if (wait.compareTo(patience) > 0) {
      return false;
    }
    try {
      Thread.sleep(wait);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How long to wait after an attempt that failed so. */
  Duration pause(int attempt, IOException cause) {
    Duration usual = pause.multipliedBy(1L << (attempt - 1));
    return cause instanceof BusyException busy && busy.wanted().compareTo(usual) > 0
        ? busy.wanted()
        : usual;
  }
}
