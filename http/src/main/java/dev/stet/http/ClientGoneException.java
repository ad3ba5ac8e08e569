package dev.stet.http;

import java.io.IOException;

/** The client broke off, or was too slow, before its request was whole. */
public final class ClientGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public ClientGoneException(String message) {
    super(message);
  }
}
