package dev.stet.server.transport;

import java.util.concurrent.TimeUnit;

/**
 * Judges how fast bytes move while a client is waited for. It may neither stand still for longer
 * than the pause, nor be slower than the rate over all the time that it was waited for.
 *
 * <p>Used by one thread at a time.
 */
final class Pace {
  private final long pause;
  private final long bytesPerSecond;
  private long waited; // nanoseconds in all
  private long still; // nanoseconds since anything moved
  private long moved; // bytes in all

  Pace(Patience patience) {
    this.pause = patience.pause().toNanos();
    this.bytesPerSecond = patience.bytesPerSecond();
  }

  /** Notes that bytes moved, or none, while the client was waited for; whether it is too slow. */
  boolean tooSlow(long nanos, long bytes) {
    waited += nanos;
    moved += bytes;
    still = bytes > 0 ? 0 : still + nanos;
    return stoodStill() || waited - pause > TimeUnit.SECONDS.toNanos(moved / bytesPerSecond);
  }

  /** Whether nothing moved for longer than the pause. */
  boolean stoodStill() {
    return still > pause;
  }
}
