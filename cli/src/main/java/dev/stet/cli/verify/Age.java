package dev.stet.cli.verify;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how old something may be, e.g. {@code 24h}. */
final class Age {
  private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhdw])");

  private Age() {}

  static Duration parse(String text) {
    Matcher matcher = AGE.matcher(text);
    if (!matcher.matches()) {
      throw Failure.of(ExitCode.USAGE, "the age \"" + text + "\" was not understood")
          .because("wanted a number and s, m, h, d or w, e.g. 24h")
          .next("stet verify --help");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }
}
