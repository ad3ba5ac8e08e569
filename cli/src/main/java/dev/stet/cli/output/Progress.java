package dev.stet.cli.output;

import dev.stet.cli.command.Console;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shows how work gets on: on a terminal one block that is redrawn, elsewhere one line for each step
 * that ends. Safe for use by many threads.
 */
public final class Progress implements AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final int MOST_LINES = 12;
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Console console;
  private final Clock clock;
  private final Instant begun;
  private final List<Step> running = new ArrayList<>();
  private int ended;
  private int lines;
  private Instant drawn;

  /** Begins. */
  public Progress(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
    this.begun = clock.instant();
    this.drawn = begun;
  }

  /** A piece of work, of which the progress is shown. */
  public final class Step {
    private final String name;
    private final long size;
    private long done;

    private Step(String name, long size) {
      this.name = name;
      this.size = size;
    }

    /** Tells that so many bytes more are done. */
    public void add(long bytes) {
      synchronized (Progress.this) {
        done += bytes;
        redrawSometimes();
      }
    }

    /** Tells that it begins anew. */
    public void restart() {
      synchronized (Progress.this) {
        done = 0;
      }
    }

    /** Tells that it has ended, and how: {@code copied}, {@code already there}, … */
    public void end(String how) {
      synchronized (Progress.this) {
        running.remove(this);
        ended++;
        if (console.redraw()) {
          redrawSometimes();
        } else {
          console.err().println(how + " " + name + (size < 0 ? "" : " (" + bytes(size) + ")"));
        }
      }
    }

    private String line() {
      return "  " + name + (size < 0 ? "" : "  " + bytes(done) + " of " + bytes(size));
    }
  }

  /** Begins a piece of work. */
  public synchronized Step begin(String name, long size) {
    Step step = new Step(name, size);
    running.add(step);
    return step;
  }

  /** Begins a piece of work of unknown size. */
  public Step begin(String name) {
    return begin(name, -1);
  }

  /** Writes a line that stays. */
  public synchronized void say(String line) {
    erase();
    console.err().println(Console.printable(line));
  }

  /** Takes the block away; what was said stays. */
  public synchronized void clear() {
    erase();
  }

  @Override
  public void close() {
    clear();
  }

  private void redrawSometimes() {
    Instant now = clock.instant();
    if (console.redraw() && Duration.between(drawn, now).compareTo(REDRAW) >= 0) {
      erase();
      draw(now);
      drawn = now;
    }
  }

  private void erase() {
    if (lines > 0) {
      console.err().print("\u001b[" + lines + "A" + CLEAR_BELOW);
      lines = 0;
    }
  }

  private void draw(Instant now) {
    PrintStream err = console.err();
    List<Step> shown = running.subList(0, Math.min(running.size(), MOST_LINES));
    for (Step step : shown) {
      err.println(cut(step.line()));
    }
    long seconds = Duration.between(begun, now).toSeconds();
    err.println(cut(ended + " done, " + running.size() + " running, " + seconds + " s"));
    lines = shown.size() + 1;
  }

  private String cut(String line) {
    return line.length() < console.width() ? line : line.substring(0, console.width() - 1);
  }

  /** A number of bytes for people, e.g. {@code 4.2 MB}; powers of ten. */
  public static String bytes(long count) {
    if (count < 1000) {
      return count + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB"};
    double value = count / 1000.0;
    int unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
