package dev.stet.store;

import java.util.concurrent.RejectedExecutionException;

/** Too much waits for the writer or the readers; the caller may try again. Nothing happened. */
public final class QueueFullException extends RejectedExecutionException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public QueueFullException(String message) {
    super(message);
  }
}
