package dev.stet.cli.complete;

import dev.stet.cli.command.Console;
import dev.stet.cli.command.Surroundings;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stet __complete}, which the scripts call: one candidate a line, a tab, what it is. */
@Command(
    name = "__complete",
    hidden = true,
    description = "Print what the last of the words could be.",
    footer = {"stet __complete -- tags shop/", "stet __complete -- ''"})
public final class CompleteCommand implements Runnable {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "WORD", description = "The words after stet")
  private List<String> words = List.of();

  /** The command, in its surroundings. */
  public CompleteCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Words typed = new Words(words);
    new Completer(spec.root(), new ServerNames(typed, surroundings))
        .candidates(typed)
        .forEach(
            it ->
                surroundings
                    .console()
                    .out()
                    .println(Console.printable(it.value()) + "\t" + Console.printable(it.about())));
  }
}
