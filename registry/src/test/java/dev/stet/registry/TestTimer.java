package dev.stet.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose time comes when a test says so. */
public final class TestTimer extends ScheduledThreadPoolExecutor {
  private static final long NEVER = TimeUnit.DAYS.toMillis(1000);

  private final List<Runnable> repeated = new ArrayList<>();
  private final List<Runnable> once = new ArrayList<>();
  private Duration delay = Duration.ZERO;

  public TestTimer() {
    super(1);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long start, long period, TimeUnit unit) {
    return repeated(task);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long start, long pause, TimeUnit unit) {
    return repeated(task);
  }

  private ScheduledFuture<?> repeated(Runnable task) {
    repeated.add(task);
    return super.schedule(() -> {}, NEVER, TimeUnit.MILLISECONDS);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long wait, TimeUnit unit) {
    once.add(task);
    delay = Duration.of(wait, unit.toChronoUnit());
    return super.schedule(() -> {}, NEVER, TimeUnit.MILLISECONDS);
  }

  /** Does once what is to be done again and again. */
  public void tick() {
    repeated.forEach(Runnable::run);
  }

  /** How long what is to be done once has to wait, as was said last. */
  public Duration delay() {
    return delay;
  }

  /** Does what is to be done once. */
  public void strike() {
    List<Runnable> due = List.copyOf(once);
    once.clear();
    due.forEach(Runnable::run);
  }

  @Override
  public void close() {
    shutdownNow();
  }
}
