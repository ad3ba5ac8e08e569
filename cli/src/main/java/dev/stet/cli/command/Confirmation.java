package dev.stet.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/** Asks before a step that cannot be taken back. */
public final class Confirmation {
  private final Surroundings surroundings;

  /** Asks the person around the process. */
  public Confirmation(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Goes on if the person says yes.
   *
   * @param step what cannot be taken back, one sentence
   * @param yes whether the command line says it already
   * @throws Failure if the person does not say yes, or nobody is there to say it
   */
  public void require(String step, boolean yes) {
    if (yes) {
      return;
    }
    Optional<BufferedReader> answers = surroundings.answers();
    if (answers.isEmpty()) {
      throw Failure.of(ExitCode.USAGE, "this step has to be confirmed, and nobody is here to ask")
          .because(step)
          .next("add --yes if that is meant");
    }
    surroundings.console().err().print(Console.printable(step) + " Go on? [y/N] ");
    surroundings.console().err().flush();
    if (!isYes(answers.get())) {
      throw Failure.of(ExitCode.FAILURE, "nothing was changed").because("the answer was not y");
    }
  }

  private boolean isYes(BufferedReader answers) {
    try {
      String line = answers.readLine();
      if (line == null) {
        surroundings.console().err().println();
      }
      return line != null && line.strip().matches("(?i)y|yes");
    } catch (IOException e) {
      return false;
    }
  }
}
