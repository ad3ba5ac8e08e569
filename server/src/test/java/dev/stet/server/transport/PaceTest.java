package dev.stet.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Pace pace =
      new Pace(new Patience(Duration.ofDays(1), Duration.ofDays(1), Duration.ofSeconds(30), 1024));

  @Test
  void whoStandsStillForLongerThanThePauseIsTooSlow() {
    assertThat(pace.tooSlow(10 * SECOND, 100_000)).isFalse();
    assertThat(pace.tooSlow(30 * SECOND, 0)).isFalse();
    assertThat(pace.tooSlow(SECOND, 0)).isTrue();
    assertThat(pace.stoodStill()).isTrue();
  }

  @Test
  void whoMovesAfterAPauseMayPauseAgain() {
    for (int i = 0; i < 1000; i++) {
      assertThat(pace.tooSlow(29 * SECOND, 100_000)).isFalse();
    }
  }

  @Test
  void whoDribblesIsTooSlowAfterOnePause() {
    int seconds = 0;
    while (!pace.tooSlow(SECOND, 1)) {
      seconds++;
    }
    assertThat(seconds).isEqualTo(30);
    assertThat(pace.stoodStill()).isFalse();
  }

  @Test
  void whoKeepsTheRateMayTakeAsLongAsHeLikes() {
    for (int day = 0; day < 1000; day++) {
      assertThat(pace.tooSlow(25 * SECOND, 25 * 1024)).isFalse();
    }
    assertThat(pace.tooSlow(SECOND, Long.MAX_VALUE / 2)).as("whatever came").isFalse();
  }
}
