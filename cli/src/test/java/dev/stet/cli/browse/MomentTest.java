package dev.stet.cli.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource({
    "2026-11-20 14:00, 2026-11-20T13:00:00Z",
    "2026-11-20T14:00, 2026-11-20T13:00:00Z",
    "2026-11-20 14:00:30, 2026-11-20T13:00:30Z",
    "2026-07-20 14:00, 2026-07-20T12:00:00Z",
    "2026-11-20, 2026-11-19T23:00:00Z",
    "2026-10-25 02:30, 2026-10-25T00:30:00Z",
    "2026-03-29 02:30, 2026-03-29T01:30:00Z",
  })
  void aTimeWithoutAZoneIsOfThisMachine(String text, Instant instant) {
    Moment moment = Moment.parse(text, CLOCK);
    assertThat(moment.instant()).isEqualTo(instant);
    assertThat(moment.zone()).contains(ZoneId.of("Europe/Berlin"));
    assertThat(moment.toString()).endsWith("(Europe/Berlin)");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T14:00:00Z, 2026-11-20T14:00:00Z",
    "2026-11-20t14:00:00z, 2026-11-20T14:00:00Z",
    "2026-11-20T14:00:00.123+01:00, 2026-11-20T13:00:00.123Z",
    "2026-11-20 14:00:00-08:00, 2026-11-20T22:00:00Z",
    "2h ago, 2026-11-24T10:00:00Z",
    "90m ago, 2026-11-24T10:30:00Z",
    "0s ago, 2026-11-24T12:00:00Z",
    "3 days ago, 2026-11-21T12:00:00Z",
    "1 week ago, 2026-11-17T12:00:00Z",
    "' 2H Ago ', 2026-11-24T10:00:00Z",
  })
  void anyOtherTimeNeedsNoZone(String text, Instant instant) {
    Moment moment = Moment.parse(text, CLOCK);
    assertThat(moment.instant()).isEqualTo(instant);
    assertThat(moment.zone()).isEmpty();
    assertThat(moment).hasToString(instant.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now-ish",
        "tomorrow",
        "2h",
        "-2h ago",
        "2 fortnights ago",
        "2026-11-31 14:00",
        "2026-13-01",
        "2026-11-20 25:00",
        "14:00",
        "1795000000",
        "2026-11-24 13:01",
        "2099-01-01T00:00:00Z",
        "1969-12-31",
        "0001-01-01",
        "999999999w ago"
      })
  void whatIsNoTimeInThePastIsAMistake(String text) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Moment.parse(text, CLOCK))
        .satisfies(
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(failure.why().toString()).contains("2026-11-20 14:00", "2h ago");
            });
  }

  @Property
  void anyTextIsAMomentOrAMistake(@ForAll String text) {
    try {
      assertThat(Moment.parse(text, CLOCK).instant()).isBetween(Instant.EPOCH, CLOCK.instant());
    } catch (Failure failure) {
      assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    }
  }
}
