package dev.stet.registry.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class CollectionGateTest {
  private final CollectionGate gate = new CollectionGate();

  @Test
  void aStepIsTakenWhileNobodyHolds() {
    assertThat(gate.isHeld()).isFalse();
    assertThat(gate.<String>step(() -> "taken")).isEqualTo("taken");
    gate.hold().close();
    assertThat(gate.<String>step(() -> "taken")).isEqualTo("taken");
  }

  @Test
  void aStepWaitsForAllWhoHold() throws Exception {
    CollectionGate.Hold first = gate.hold();
    CollectionGate.Hold second = gate.hold();
    assertThat(gate.isHeld()).isTrue();
    FutureTask<String> step = new FutureTask<>(() -> gate.step(() -> "taken"));
    Thread.ofPlatform().start(step);
    first.close();
    assertThat(gate.isHeld()).isTrue();
    assertThat(step.isDone()).isFalse();
    // A hold may be ended by another thread than its own: the answer to a request may be.
    Thread.ofPlatform().start(second::close).join();
    assertThat(step.get()).isEqualTo("taken");
    assertThat(gate.isHeld()).isFalse();
  }

  @Test
  void whoHoldsWaitsForTheStepThatIsBeingTaken() throws Exception {
    CountDownLatch inStep = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    FutureTask<String> step =
        new FutureTask<>(
            () ->
                gate.step(
                    () -> {
                      inStep.countDown();
                      await(go);
                      return "taken";
                    }));
    Thread.ofPlatform().start(step);
    inStep.await();
    FutureTask<Boolean> hold =
        new FutureTask<>(
            () -> {
              try (CollectionGate.Hold _ = gate.hold()) {
                return step.isDone() || go.getCount() == 0;
              }
            });
    Thread.ofPlatform().start(hold);
    go.countDown();
    assertThat(hold.get()).isTrue();
    assertThat(step.get()).isEqualTo("taken");
  }

  @Test
  void whoStopsDoesNotWait() {
    try (CollectionGate.Hold _ = gate.hold()) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(() -> gate.step(() -> "taken"))
          .withMessage("Stet is stopping");
      assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    }
    assertThat(gate.<String>step(() -> "taken")).isEqualTo("taken");
  }

  @Test
  void aStepThatFailsLetsOthersIn() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                gate.step(
                    () -> {
                      throw new IllegalStateException();
                    }));
    assertThat(gate.<String>step(() -> "taken")).isEqualTo("taken");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
