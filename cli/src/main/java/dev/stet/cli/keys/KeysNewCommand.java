package dev.stet.cli.keys;

import dev.stet.cli.command.NotHere;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet keys new}, as far as help goes: the launcher sends it to the server. */
@Command(
    name = "new",
    description = "Make a signing key: of the log of a data folder, or of an auditor or witness.",
    footer = {
      "stet keys new auditor.key --name auditor.example/stet",
      "stet keys new --data /var/lib/stet --name registry.example/log"
    })
@SuppressWarnings("UnusedVariable") // the options are there to be described
public final class KeysNewCommand implements Runnable {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file to make; only its owner may read it.")
  private String file = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Instead of FILE: the key of the log in the data folder DIR.")
  private String data = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "Who signs; of a log, its origin.")
  private String name = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "log, or cosigner; by default cosigner for FILE, log for --data")
  private String type = "";

  @Override
  public void run() {
    throw NotHere.opens("keys new");
  }
}
