package dev.stet.cli.command;

import java.io.PrintStream;
import java.util.stream.Collectors;

/** Writes a failure: what, why, next, and the request; in GitHub Actions also an annotation. */
public final class FailureReport {
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final Surroundings surroundings;

  /** A report for the person around the process. */
  public FailureReport(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Writes it and returns the number to end with. */
  public int write(Failure failure) {
    PrintStream err = surroundings.console().err();
    boolean colour = surroundings.console().colour();
    err.println((colour ? RED + "error:" + PLAIN : "error:") + " " + clean(failure.what()));
    failure.why().forEach(line -> err.println("  " + clean(line)));
    failure.next().forEach(line -> err.println("  next: " + clean(line)));
    failure.requestId().ifPresent(id -> err.println("  request: " + clean(id)));
    if (surroundings.variable("GITHUB_ACTIONS").filter("true"::equals).isPresent()) {
      err.println("::error title=stet::" + annotation(failure));
    }
    return failure.exitCode().number();
  }

  private static String clean(String line) {
    return Console.printable(line);
  }

  /** Source: GitHub Actions, "Workflow commands": a value has %, CR and LF escaped. */
  private static String annotation(Failure failure) {
    String text = failure.what();
    if (!failure.why().isEmpty()) {
      text += failure.why().stream().map(clean -> "\n" + clean).collect(Collectors.joining());
    }
    text += failure.next().stream().map(line -> "\nnext: " + line).collect(Collectors.joining());
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
