package dev.stet.cli.keys;

import dev.stet.cli.command.NotHere;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet keys export}, as far as help goes: the launcher sends it to the server. */
@Command(
    name = "export",
    description = "Copy the signing key of a log into a new file, which only its owner may read.",
    footer = {
      "stet keys export log.key --data /var/lib/stet",
      "stet keys import log.key --data /var/lib/stet-new"
    })
@SuppressWarnings("UnusedVariable") // the options are there to be described
public final class KeysExportCommand implements Runnable {
  @Parameters(paramLabel = "FILE", description = "The file to make.")
  private String file = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data folder of the log.")
  private String data = "";

  @Override
  public void run() {
    throw NotHere.opens("keys export");
  }
}
