package dev.stet.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads and processes do. */
final class Await {
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting until " + what).isLessThan(end);
      LockSupport.parkNanos(STEP);
    }
  }
}
