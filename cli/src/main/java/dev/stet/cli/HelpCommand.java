package dev.stet.cli;

import dev.stet.cli.command.ExitCode;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stet help}. */
@Command(
    name = "help",
    description = "Show help about a command or a topic.",
    footer = {"stet help", "stet help copy", "stet help exit-codes"})
final class HelpCommand implements Runnable {
  private static final String EXIT_CODES = "exit-codes";

  private final PrintStream out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "COMMAND",
      description = "A command, or the topic exit-codes")
  private String topic = "";

  HelpCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    CommandLine command = topic.isEmpty() ? root : root.getSubcommands().get(topic);
    if (topic.equals(EXIT_CODES)) {
      exitCodes();
    } else if (command != null) {
      command.usage(out);
    } else {
      throw new ParameterException(
          spec.commandLine(), "there is no command and no topic \"" + topic + "\"");
    }
  }

  private void exitCodes() {
    out.println("What the exit code of a command means. The numbers do not change.");
    out.println();
    for (ExitCode exitCode : ExitCode.values()) {
      out.printf("%5d  %s%n", exitCode.number(), exitCode.meaning());
    }
  }
}
