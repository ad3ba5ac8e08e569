package dev.stet.cli.command;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}.
 *
 * @param out the standard output
 * @param err the standard error
 * @param table whether results are read by a person: {@code out} is a terminal
 * @param redraw whether progress may be redrawn in place: {@code err} is a terminal that can
 * @param colour whether {@code err} may carry colour
 * @param width how many columns a line of progress may have
 */
public record Console(
    PrintStream out, PrintStream err, boolean table, boolean redraw, boolean colour, int width) {
  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST = 20;

  /**
   * Decides what may be written, as the environment asks: {@code CI} and {@code TERM=dumb} mean
   * that nobody watches, {@code NO_COLOR} and {@code CLICOLOR_FORCE} say what they say.
   *
   * @param outIsTerminal whether {@code out} is one
   * @param errIsTerminal whether {@code err} is one
   */
  public static Console of(
      PrintStream out,
      PrintStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      Map<String, String> environment) {
    boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
    boolean watched = !isOn(environment, "CI");
    boolean redraw = errIsTerminal && watched && !dumb;
    boolean forced = isOn(environment, "CLICOLOR_FORCE");
    boolean colour = !isSet(environment, "NO_COLOR") && (redraw || forced);
    return new Console(out, err, outIsTerminal && watched, redraw, colour, width(environment));
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  private static boolean isOn(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    return !value.isEmpty() && !value.equals("0") && !value.equalsIgnoreCase("false");
  }

  private static int width(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("\\d{1,4}")
        ? Math.max(NARROWEST, Integer.parseInt(columns))
        : USUAL_WIDTH;
  }

  /** Writes a line that is no result. */
  public void say(String line) {
    err.println(printable(line));
  }

  /** Writes a warning. */
  public void warn(String message) {
    err.println("warning: " + printable(message));
  }

  /** The text with everything replaced that could move a cursor or start another line. */
  public static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
