package dev.stet.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation, of which one part is generated and the rest written by hand. */
public final class Page {
  static final String BEGIN = "<!-- measured by bench/compare; do not edit -->\n";
  static final String END = "<!-- end of what bench/compare measured -->\n";

  private static final String NEW_PAGE =
      """
      # Performance

      How fast Stet is beside other registries, and what it is meant to reach. Everything below
      is printed by one command, `bench/compare`, which starts every server in turn on the same
      machine, lets each do the same work with the same data, and checks every answer. The load
      generator shares the processors with the server, so compare columns, not machines.

      """;

  private Page() {}

  /** Puts the text in place of the generated part; makes the page if it is missing. */
  public static void write(Path file, String measured) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    String old = Files.exists(file) ? Files.readString(file) : NEW_PAGE + BEGIN + END;
    Files.writeString(file, replace(old, measured));
  }

  static String replace(String page, String measured) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "the page has lost its marks: wanted the lines " + BEGIN + "and " + END);
    }
    return page.substring(0, begin + BEGIN.length()) + "\n" + measured + "\n" + page.substring(end);
  }
}
