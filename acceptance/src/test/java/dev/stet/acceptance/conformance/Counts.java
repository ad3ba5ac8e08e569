package dev.stet.acceptance.conformance;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many checks of the suite came to what.
 *
 * @param pass those that passed
 * @param disabled those that were turned off, as the suite does with what its version leaves out
 * @param total all, also those that were skipped or failed
 */
record Counts(int pass, int disabled, int total) {
  static final Counts NONE = new Counts(0, 0, 0);

  private static final Pattern COUNT =
      Pattern.compile("(?m)^ *(Pass|Disabled|Total)\\.+: *(\\d+)$");

  /** The counts that stand at the end of what the suite prints. */
  static Counts in(String output) {
    var counts =
        COUNT
            .matcher(output)
            .results()
            .collect(
                Collectors.toMap(
                    (MatchResult line) -> line.group(1), line -> Integer.parseInt(line.group(2))));
    return new Counts(
        counts.getOrDefault("Pass", 0),
        counts.getOrDefault("Disabled", 0),
        counts.getOrDefault("Total", 0));
  }

  Counts plus(Counts other) {
    return new Counts(pass + other.pass, disabled + other.disabled, total + other.total);
  }
}
