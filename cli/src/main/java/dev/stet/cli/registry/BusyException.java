package dev.stet.cli.registry;

import dev.stet.cli.command.Failure;
import java.io.IOException;

/** A registry that cannot answer now; the request may be tried again. */
public final class BusyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Failure refusal;

  BusyException(Failure refusal) {
    super(refusal.what());
    this.refusal = refusal;
  }

  Failure refusal() {
    return refusal;
  }
}
