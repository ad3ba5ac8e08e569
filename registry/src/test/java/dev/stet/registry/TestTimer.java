package dev.stet.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose time comes when a test says so. */
final class TestTimer extends ScheduledThreadPoolExecutor {
  private static final long NEVER = TimeUnit.DAYS.toMillis(1000);

  private final List<Runnable> tasks = new ArrayList<>();

  TestTimer() {
    super(1);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long delay, long period, TimeUnit unit) {
    tasks.add(task);
    return super.scheduleAtFixedRate(task, NEVER, NEVER, TimeUnit.MILLISECONDS);
  }

  void tick() {
    tasks.forEach(Runnable::run);
  }

  @Override
  public void close() {
    shutdownNow();
  }
}
