package dev.stet.store;

import java.util.concurrent.RejectedExecutionException;

/** Too many changes wait for the writer; the caller may try again later. Nothing happened. */
public final class QueueFullException extends RejectedExecutionException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public QueueFullException(int waiting) {
    super("the write queue is full: " + waiting + " changes wait");
  }
}
