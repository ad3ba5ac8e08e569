package dev.stet.registry.space;

import dev.stet.http.RequestException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins a run once a day at the same time, UTC. */
final class Nightly {
  private static final Logger LOG = LoggerFactory.getLogger(Nightly.class);

  private final SpaceRuns runs;
  private final Clock clock;
  private final LocalTime at;
  private final ScheduledExecutorService timer;
  private final SpaceObserver observer;

  Nightly(
      SpaceRuns runs,
      Clock clock,
      LocalTime at,
      ScheduledExecutorService timer,
      SpaceObserver observer) {
    this.runs = runs;
    this.clock = clock;
    this.at = at;
    this.timer = timer;
    this.observer = observer;
  }

  /** Waits for the next time, each time anew, since clocks are set. */
  void schedule() {
    try {
      var _ = timer.schedule(this::run, untilNext().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The timer has ended, so Stet is stopping", e);
    }
  }

  private Duration untilNext() {
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    ZonedDateTime today = now.with(at);
    return Duration.between(now, today.isAfter(now) ? today : today.plusDays(1));
  }

  private void run() {
    try {
      runs.nightly();
      observer.nightly(true);
    } catch (CancellationException e) {
      LOG.info("The nightly run broke off because Stet is stopping; the next one goes on");
    } catch (RequestException e) {
      LOG.error(
          "The nightly run broke off, and so will the next ones until this is seen to: {}. What it"
              + " had done stands",
          e.message());
      observer.nightly(false);
    } catch (RuntimeException e) {
      LOG.error("The nightly run broke off; what it had done stands, the next one goes on", e);
      observer.nightly(false);
    }
    schedule();
  }
}
