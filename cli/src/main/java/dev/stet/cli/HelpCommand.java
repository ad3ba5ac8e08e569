package dev.stet.cli;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code stet help}. */
@Command(
    name = "help",
    description = "Show help about a command or a topic.",
    footer = {"stet help", "stet help copy", "stet help channel move", "stet help exit-codes"})
final class HelpCommand implements Runnable {
  private static final String EXIT_CODES = "exit-codes";

  private final PrintStream out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "A command, or the topic exit-codes")
  private List<String> topic = List.of();

  HelpCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public void run() {
    if (topic.equals(List.of(EXIT_CODES))) {
      exitCodes();
      return;
    }
    CommandLine command = spec.root().commandLine();
    for (String name : topic) {
      CommandLine below = command.getSubcommands().get(name);
      if (below == null) {
        throw unknown(command, name);
      }
      command = below;
    }
    command.usage(out);
  }

  private Failure unknown(CommandLine above, String name) {
    Failure failure =
        Failure.of(
            ExitCode.USAGE, "there is no command and no topic \"" + String.join(" ", topic) + "\"");
    List<String> similar = new UnmatchedArgumentException(above, List.of(name)).getSuggestions();
    return (similar.isEmpty()
            ? failure
            : failure.because("did you mean " + String.join(" or ", similar) + "?"))
        .next("stet help lists the commands");
  }

  private void exitCodes() {
    out.println("What the exit code of a command means. The numbers do not change.");
    out.println();
    for (ExitCode exitCode : ExitCode.values()) {
      out.printf("%5d  %s%n", exitCode.number(), exitCode.meaning());
    }
  }
}
