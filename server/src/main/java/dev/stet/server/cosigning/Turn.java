package dev.stet.server.cosigning;

import java.time.Duration;
import java.time.Instant;

/** When a partner is asked next. Guarded by the lock of {@link Rounds}. */
final class Turn {
  final Partner partner;
  final Asking asking;

  /** Whether it was asked and has not answered: it must not be shown a newer checkpoint. */
  private boolean open;

  /** The size that it was asked for last. */
  private long asked;

  private boolean dropped;
  private int failures;
  private Instant notBefore = Instant.MIN;

  /** The size that it signed last; negative if it shall sign whatever there is. */
  private long signed = -1;

  private Instant signedAt = Instant.MIN;

  Turn(Partner partner, Asking asking) {
    this.partner = partner;
    this.asking = asking;
  }

  /** Whether it was asked and has not answered. */
  boolean isOpen() {
    return open;
  }

  boolean isDue(long size, Instant now, Timing timing) {
    if (open || dropped || now.isBefore(notBefore)) {
      return false;
    }
    Duration wait = size > signed ? partner.interval() : timing.renew();
    return signed < 0 || !now.isBefore(signedAt.plus(wait));
  }

  void begin(long size) {
    open = true;
    asked = size;
  }

  /** The size that it was asked for last. */
  long asked() {
    return asked;
  }

  void end() {
    open = false;
  }

  void signed(long size, Instant now) {
    signed = size;
    signedAt = now;
    failures = 0;
  }

  void failed(Instant now, Timing timing) {
    failures++;
    notBefore = now.plus(timing.retry(failures));
  }

  /** Whether the last that was asked of it failed, too. */
  boolean isFailing() {
    return failures > 1;
  }

  /** It is not asked any more. */
  void drop() {
    dropped = true;
  }

  /** It is asked anew, whatever it signed. */
  void again() {
    signed = -1;
  }
}
