package dev.stet.cli.browse;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment as a person writes it: {@code 2026-11-20 14:00} in the zone of this machine, RFC 3339
 * with a zone of its own, or how long ago, e.g. {@code 2h ago}.
 *
 * @param instant the moment
 * @param zone the zone in which it was read; empty if it did not need one
 */
record Moment(Instant instant, Optional<ZoneId> zone) {
  private static final Pattern AGO =
      Pattern.compile("(\\d{1,9}) ?([smhdw]|(?:second|minute|hour|day|week)s?) ago");
  private static final Pattern LOCAL =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}(?::\\d{2})?))?");

  /**
   * Reads a moment.
   *
   * @param clock the time now, and the zone of what names none
   * @throws Failure if it is none, has yet to come, or lies before 1970
   */
  static Moment parse(String text, Clock clock) {
    try {
      Moment moment = read(text.strip(), clock);
      if (moment.instant().isAfter(clock.instant())) {
        throw notUnderstood(text, "it has yet to come: " + moment);
      }
      if (moment.instant().isBefore(Instant.EPOCH)) {
        throw notUnderstood(text, "there were no registries then");
      }
      return moment;
    } catch (DateTimeException | ArithmeticException e) {
      throw notUnderstood(text, "it is no time");
    }
  }

  private static Moment read(String text, Clock clock) {
    Matcher ago = AGO.matcher(text.toLowerCase(Locale.ROOT));
    if (ago.matches()) {
      Duration age = unit(ago.group(2)).getDuration().multipliedBy(Long.parseLong(ago.group(1)));
      Instant then = clock.instant().truncatedTo(ChronoUnit.MILLIS).minus(age);
      return new Moment(then, Optional.empty());
    }
    Matcher local = LOCAL.matcher(text);
    if (local.matches()) {
      String time = local.group(2) == null ? "00:00" : local.group(2);
      LocalDateTime there = LocalDateTime.parse(local.group(1) + "T" + time);
      return new Moment(there.atZone(clock.getZone()).toInstant(), Optional.of(clock.getZone()));
    }
    return new Moment(
        OffsetDateTime.parse(text.replaceFirst(" ", "T")).toInstant(), Optional.empty());
  }

  private static ChronoUnit unit(String word) {
    return switch (word.charAt(0)) {
      case 's' -> ChronoUnit.SECONDS;
      case 'm' -> ChronoUnit.MINUTES;
      case 'h' -> ChronoUnit.HOURS;
      case 'd' -> ChronoUnit.DAYS;
      default -> ChronoUnit.WEEKS;
    };
  }

  private static Failure notUnderstood(String text, String why) {
    return Failure.of(ExitCode.USAGE, "the time \"" + text + "\" was not understood")
        .because(
            why
                + "; wanted '2026-11-20 14:00', 2026-11-20T14:00:00+01:00 or '2h ago' (s, m, h, d, w)")
        .next("stet when --help");
  }

  /** The moment, in its zone where it has one, else in UTC. */
  @Override
  public String toString() {
    return zone.map(
            it ->
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(it)) + " (" + it + ")")
        .orElseGet(instant::toString);
  }
}
