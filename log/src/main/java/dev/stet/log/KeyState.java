package dev.stet.log;

import java.util.Optional;

/**
 * What a log said of a tag so far.
 *
 * @param assigned the index of the leaf that assigned it, less than 2^60
 * @param tombstoned why it was deleted; empty while it is live
 */
public record KeyState(long assigned, Optional<Reason> tombstoned) {
  private static final int REASON_BITS = 3;
  private static final long REASON = (1 << REASON_BITS) - 1;

  /** Checks the range. */
  public KeyState {
    if (assigned < 0 || assigned >>> (Long.SIZE - 1 - REASON_BITS) != 0) {
      throw new IllegalArgumentException("no index of a leaf: " + assigned);
    }
  }

  /** The state of a tag after its assignment, and after a restore. */
  public static KeyState live(long assigned) {
    return new KeyState(assigned, Optional.empty());
  }

  /** The state in eight bytes, for those who keep many; never negative. */
  public long packed() {
    return (assigned << REASON_BITS) | tombstoned.map(Reason::code).orElse(0);
  }

  /** The state that {@link #packed} wrote. */
  public static KeyState unpacked(long packed) {
    if (packed < 0) {
      throw new IllegalArgumentException("no packed state of a tag: " + packed);
    }
    int reason = (int) (packed & REASON);
    return new KeyState(
        packed >>> REASON_BITS,
        reason == 0 ? Optional.empty() : Optional.of(Reason.ofCode(reason)));
  }
}
