package dev.stet.cli.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.BusyException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private final Failure busy = Failure.of(ExitCode.FAILURE, "it is busy");

  private final Attempts attempts = new Attempts(3, Duration.ofMillis(1), Duration.ofMinutes(5));

  @Test
  void aBusyRegistryIsLeftAloneForAsLongAsItAsks() {
    IOException told = new BusyException(busy, Duration.ofSeconds(7));
    assertThat(attempts.pause(1, told)).isEqualTo(Duration.ofSeconds(7));
    assertThat(attempts.pause(2, told)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void elseEachPauseIsTwiceTheOneBefore() {
    IOException told = new BusyException(busy, Duration.ZERO);
    assertThat(attempts.pause(1, told)).isEqualTo(Duration.ofMillis(1));
    assertThat(attempts.pause(3, told)).isEqualTo(Duration.ofMillis(4));
    assertThat(attempts.pause(3, new IOException("broken"))).isEqualTo(Duration.ofMillis(4));
  }

  @Test
  void nobodyWaitsForHours() {
    AtomicInteger tries = new AtomicInteger();
    assertThatThrownBy(
            () ->
                attempts.run(
                    () -> {
                      tries.incrementAndGet();
                      throw new BusyException(busy, Duration.ofHours(6));
                    },
                    _ -> busy))
        .isSameAs(busy);
    assertThat(tries).hasValue(1);
  }
}
