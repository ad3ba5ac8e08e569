package dev.stet.store;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The database could not be read or written. The message is one line for the operator. */
public final class StoreException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;
  private static final String STOPPING = "Stet is stopping";

  /** Makes the exception. */
  public StoreException(String message, Throwable cause) {
    super(message, new IOException(message, cause));
  }

  /** What is asked for comes too late. */
  static StoreException stopping() {
    return new StoreException(STOPPING, new IllegalStateException(STOPPING));
  }
}
