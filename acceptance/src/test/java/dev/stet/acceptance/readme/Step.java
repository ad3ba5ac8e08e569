package dev.stet.acceptance.readme;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One command of a document.
 *
 * @param command a line for a shell
 * @param output the lines that it prints, as the document shows them
 */
record Step(String command, List<String> output) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\n(.*?)^```$");
  private static final String ANY = "…";

  /** Takes a copy. */
  Step {
    output = List.copyOf(output);
  }

  /** The commands of all console blocks, in order. */
  static List<Step> of(String markdown) {
    List<Step> steps = new ArrayList<>();
    BLOCK.matcher(markdown).results().forEach(block -> steps.addAll(ofBlock(block.group(1))));
    return steps;
  }

  private static List<Step> ofBlock(String block) {
    List<Step> steps = new ArrayList<>();
    for (String part : block.split("(?m)^\\$ ", -1)) {
      List<String> lines = part.lines().toList();
      if (!lines.isEmpty()) {
        steps.add(new Step(lines.getFirst(), lines.subList(1, lines.size())));
      }
    }
    return steps;
  }

  /** Whether it stays in the foreground until it is stopped. */
  boolean staysRunning() {
    return command.matches("\\./stet serve\\b.*");
  }

  /** Whether it shows a refusal. */
  boolean fails() {
    return output.stream().anyMatch(line -> line.contains("denied:"));
  }

  /** Whether what was printed is what the document shows. */
  boolean shows(String printed) {
    String pattern = output.stream().map(Step::pattern).collect(Collectors.joining());
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(printed.isEmpty() ? "" : printed + "\n")
        .matches();
  }

  private static String pattern(String line) {
    return line.equals(ANY)
        ? "(?:.*\n)?"
        : Pattern.compile(ANY)
            .splitAsStream(line + "\n")
            .map(Pattern::quote)
            .collect(Collectors.joining(".*?"));
  }
}
