package dev.stet.registry.care;

import dev.stet.api.Damage;
import java.io.IOException;

/**
 * Something that a check has found.
 *
 * @param subject which one: a digest, a name
 * @param message what is wrong, why that matters and what to do, in one line
 * @param repair puts it out of the way
 */
record Finding(DamageKind kind, String subject, String message, Repair repair) {
  /** Puts something out of the way that is bad. */
  @FunctionalInterface
  interface Repair {
    /** There is nothing that could be done here. */
    Repair NONE = () -> false;

    /** Whether it was done; not if it had been put right meanwhile. */
    boolean run() throws IOException;
  }

  Damage shown(boolean repaired) {
    return new Damage(kind.text(), subject, message, repaired);
  }
}
