package dev.stet.cli.output;

import dev.stet.cli.command.Console;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One value of a table. Neither form can hold a control character.
 *
 * @param shown what a person sees
 * @param whole what a program gets: never shortened
 */
public record Cell(String shown, String whole) {
  private static final String DIGEST = "sha(256|512):[0-9a-f]{64,128}";
  private static final int BRIEF = 40;
  private static final int DIGEST_DIGITS = 12;
  private static final int COMMIT_DIGITS = 12;

  /** Replaces what could break out of the cell. */
  public Cell {
    shown = Console.printable(shown);
    whole = Console.printable(whole);
  }

  /** A text; nothing where there is none. */
  public static Cell text(@Nullable String text) {
    String given = text == null ? "" : text;
    return new Cell(given, given);
  }

  /** A digest, nothing where there is none; cut for people to the algorithm and 12 digits. */
  public static Cell digest(@Nullable String digest) {
    if (digest == null) {
      return text("");
    }
    int end = digest.indexOf(':') + 1 + DIGEST_DIGITS;
    return new Cell(cut(digest, end), digest);
  }

  /** A text of any length, which may be a digest; cut for people, nothing where there is none. */
  public static Cell brief(@Nullable String text) {
    String given = text == null ? "" : text;
    return given.matches(DIGEST) ? digest(given) : new Cell(cut(given, BRIEF), given);
  }

  /** A commit, cut for people to 12 digits. */
  public static Cell commit(@Nullable String commit) {
    String given = commit == null ? "" : commit;
    return new Cell(
        given.length() > COMMIT_DIGITS ? given.substring(0, COMMIT_DIGITS) : given, given);
  }

  /** A moment, nothing where there is none: for people how long ago it was. */
  public static Cell moment(@Nullable Instant moment, Instant now) {
    if (moment == null) {
      return text("");
    }
    return new Cell(ago(Duration.between(moment, now)), moment.toString());
  }

  /** A number. */
  public static Cell number(long number) {
    return text(Long.toString(number));
  }

  /** A number of bytes, for people in a unit that fits. */
  public static Cell bytes(long count) {
    return new Cell(Progress.bytes(count), Long.toString(count));
  }

  private static String cut(String text, int end) {
    return end < text.length() ? text.substring(0, end) + "…" : text;
  }

  /** How long ago in the largest unit that fits, e.g. {@code 3 days ago}. */
  static String ago(Duration age) {
    if (age.toDays() > 0) {
      return counted(age.toDays(), "day");
    }
    if (age.toHours() > 0) {
      return counted(age.toHours(), "hour");
    }
    if (age.toMinutes() > 0) {
      return counted(age.toMinutes(), "minute");
    }
    return age.isNegative() ? "in the future" : counted(age.toSeconds(), "second");
  }

  private static String counted(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s") + " ago";
  }
}
