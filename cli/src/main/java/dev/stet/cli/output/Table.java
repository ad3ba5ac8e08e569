package dev.stet.cli.output;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/**
 * Rows under headings.
 *
 * @param headings the name of each column
 * @param rows the rows, each with a cell for each column
 */
public record Table(List<String> headings, List<List<Cell>> rows) {
  private static final int GAP = 2;

  /** Takes copies. */
  public Table {
    headings = List.copyOf(headings);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** Rows of one value that need no heading. */
  public static Table bare(List<List<Cell>> rows) {
    return new Table(List.of(""), rows);
  }

  /** Writes it for people: headings, aligned columns. */
  void align(PrintStream out) {
    int[] widths = widths();
    String heading = line(headings, Function.identity(), widths);
    if (!heading.isEmpty()) {
      out.println(heading);
    }
    rows.forEach(row -> out.println(line(row, Cell::shown, widths)));
  }

  /** Writes it for programs: whole values between tabs, no headings. */
  void separate(PrintStream out) {
    for (List<Cell> row : rows) {
      out.println(String.join("\t", row.stream().map(Cell::whole).toList()));
    }
  }

  private int[] widths() {
    int[] widths = headings.stream().mapToInt(String::length).toArray();
    for (List<Cell> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], columns(row.get(i).shown()));
      }
    }
    return widths;
  }

  private static <T> String line(List<T> cells, Function<T, String> text, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = text.apply(cells.get(i));
      line.append(cell).repeat(' ', widths[i] - columns(cell) + GAP);
    }
    return line.toString().stripTrailing();
  }

  private static int columns(String text) {
    return text.codePointCount(0, text.length());
  }
}
