package dev.stet.auditor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long a process does what it does: until the system or somebody tells it to stop. */
final class Duty {
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  /** From now on SIGTERM and SIGINT end the duty, and not the process: {@link #exit} does. */
  void begin() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop"));
  }

  private void end() {
    told.countDown();
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits so long, or until the end; says whether it goes on. */
  boolean goesOnAfter(Duration time) {
    try {
      return !told.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the process. A stop that was asked for and went well is no failure: its code is 0. */
  void exit(int code) {
    if (told.getCount() == 0) {
      Runtime.getRuntime().halt(code);
    }
    Runtime.getRuntime().exit(code);
  }
}
