package dev.stet.cli;

import dev.stet.cli.command.Console;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.FailureReport;
import dev.stet.cli.command.Surroundings;
import dev.stet.oci.MalformedException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: runs a command, and makes words of what it throws. */
final class Program {
  private static final int HELP_WIDTH = 100;

  private final Surroundings surroundings;
  private final FailureReport report;

  Program(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.report = new FailureReport(surroundings);
  }

  private void configure(CommandLine commandLine) {
    Console console = surroundings.console();
    commandLine
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(HELP_WIDTH)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, _) -> report.write(misunderstood(e)))
        .setExecutionExceptionHandler((e, command, _) -> report.write(failure(e, command)));
    HelpLayout.applyTo(commandLine);
  }

  /** Runs one command and returns its exit code; never throws. */
  int run(String... arguments) {
    CommandLine commandLine = Commands.forArguments(List.of(arguments), surroundings);
    configure(commandLine);
    return commandLine.execute(arguments);
  }

  private static Failure misunderstood(ParameterException e) {
    Failure failure = usage(e, e.getCommandLine());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      return suggestions.isEmpty()
          ? failure
          : failure.because("did you mean " + String.join(" or ", suggestions) + "?");
    }
    return failure;
  }

  private static Failure usage(Exception e, CommandLine command) {
    return Failure.of(ExitCode.USAGE, firstLine(e))
        .next(command.getCommandSpec().qualifiedName() + " --help shows what it takes");
  }

  private static Failure failure(Exception e, CommandLine command) {
    return switch (e) {
      case Failure failure -> failure;
      case MalformedException malformed -> usage(malformed, command);
      default ->
          Failure.of(ExitCode.FAILURE, "stet failed, by a fault of its own")
              .because(e.getClass().getSimpleName() + ": " + firstLine(e))
              .next("report this with the command that you ran and 'stet version'");
    };
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? "no more is known" : e.getMessage();
    return message.lines().findFirst().orElse("no more is known");
  }
}
