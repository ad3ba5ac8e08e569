package dev.stet.server;

import java.util.concurrent.CountDownLatch;

/** The wish of the operator, or of the system, that the process stop: SIGTERM or SIGINT. */
final class StopSignal {
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  /** Waits for the signal. The process then lives on until {@link #exit}. */
  void await() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    awaitQuietly(told);
  }

  private void stop() {
    told.countDown();
    awaitQuietly(never);
  }

  /** Ends the process. A stop that was asked for and went well is no failure: its code is 0. */
  void exit(int code) {
    if (told.getCount() == 0) {
      Runtime.getRuntime().halt(code);
    }
    Runtime.getRuntime().exit(code);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
