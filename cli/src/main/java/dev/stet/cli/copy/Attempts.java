package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;
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
 * @param pause how long to wait before the second try; twice as long before each further one
 */
record Attempts(int most, Duration pause) {
  /** Something that a connection may break. */
  interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Does the work.
   *
   * @param failure the words for the last failure
   */
  <T> T run(Work<T> work, Function<IOException, Failure> failure) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.run();
      } catch (InterruptedIOException | FileSystemException e) {
        throw failure.apply(e);
      } catch (IOException e) {
        if (attempt >= most || !rest(attempt)) {
          throw failure.apply(e);
        }
      }
    }
  }

  private boolean rest(int attempt) {
    try {
      Thread.sleep(pause.multipliedBy(1L << (attempt - 1)));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
