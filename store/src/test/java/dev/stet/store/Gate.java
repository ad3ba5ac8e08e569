package dev.stet.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds whoever comes through it until it is opened. */
final class Gate {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  void pass() {
    reached.countDown();
    await(opened);
  }

  /** Returns when somebody is held. */
  void awaitSomebody() {
    await(reached);
  }

  void open() {
    opened.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came, or nobody opened");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
