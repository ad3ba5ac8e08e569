package dev.stet.cli.keys;

import dev.stet.cli.command.NotHere;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet keys import}, as far as help goes: the launcher sends it to the server. */
@Command(
    name = "import",
    description = "Give a data folder, such as a restored one, the signing key of its log.",
    footer = {
      "stet keys import log.key --data /var/lib/stet-new",
      "stet serve --data /var/lib/stet-new"
    })
@SuppressWarnings("UnusedVariable") // the options are there to be described
public final class KeysImportCommand implements Runnable {
  @Parameters(paramLabel = "FILE", description = "The file that stet keys export wrote.")
  private String file = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data folder; it has no key yet.")
  private String data = "";

  @Override
  public void run() {
    throw NotHere.opens("keys import");
  }
}
