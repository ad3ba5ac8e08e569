package dev.stet.cli.keys;

import dev.stet.cli.command.NotHere;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet keys show}, as far as help goes: the launcher sends it to the server. */
@Command(
    name = "show",
    description = "Print the verifier key, which others put into their policy.",
    footer = {"stet keys show --data /var/lib/stet", "stet keys show -q auditor.key"})
@SuppressWarnings("UnusedVariable") // the options are there to be described
public final class KeysShowCommand implements Runnable {
  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file of the key.")
  private String file = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Instead of FILE: the keys of the log in the data folder DIR.")
  private String data = "";

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the verifier key alone.")
  private boolean quiet;

  @Override
  public void run() {
    throw NotHere.opens("keys show");
  }
}
