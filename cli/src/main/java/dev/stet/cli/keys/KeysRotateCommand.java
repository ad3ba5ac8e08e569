package dev.stet.cli.keys;

import dev.stet.cli.command.NotHere;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet keys rotate}, as far as help goes: the launcher sends it to the server. */
@Command(
    name = "rotate",
    description =
        "Change the key of a log, whose origin stays: both keys sign until the change is finished.",
    footer = {
      "stet keys rotate --data /var/lib/stet",
      "stet keys rotate --finish --data /var/lib/stet"
    })
@SuppressWarnings("UnusedVariable") // the options are there to be described
public final class KeysRotateCommand implements Runnable {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data folder of the log.")
  private String data = "";

  @Option(
      names = "--finish",
      description = "End it: the new key signs alone, and the old one is gone.")
  private boolean finish;

  @Override
  public void run() {
    throw NotHere.opens("keys rotate");
  }
}
