package dev.stet.cli.registry;

import dev.stet.cli.command.Failure;
import java.io.IOException;
import java.time.Duration;

/**
 * A registry that cannot answer now; the request may be tried again, after the time that the
 * registry names. Source: RFC 9110, section 10.2.3.
 */
public final class BusyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Failure refusal;
  private final Duration wanted;

  /**
   * A busy registry.
   *
   * @param wanted how long it asks to be left alone; zero if it does not say
   */
  public BusyException(Failure refusal, Duration wanted) {
    super(refusal.what());
    this.refusal = refusal;
    this.wanted = wanted;
  }

  /** How long the registry asks to be left alone; zero if it does not say. */
  public Duration wanted() {
    return wanted;
  }

  Failure refusal() {
    return refusal;
  }
}
