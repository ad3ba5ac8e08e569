package dev.stet.cli.care;

import dev.stet.cli.command.NotHere;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet backup restore}, as far as help goes: the launcher sends it to the server. */
@Command(
    name = "restore",
    description =
        "Make a data folder of a backup, and hash every byte on the way. No server is needed.",
    footer = {
      "stet backup restore /backup/2026-11-25 --data /var/lib/stet-new",
      "stet serve --data /var/lib/stet-new"
    })
public final class BackupRestoreCommand implements Runnable {
  @Parameters(paramLabel = "DIR", description = "The folder of the backup.")
  private String folder = "";

  @Option(
      names = "--data",
      paramLabel = "NEW",
      required = true,
      description = "The data folder to make, absent or empty.")
  private String data = "";

  @Override
  public void run() {
    throw NotHere.opens("backup restore " + folder + " --data " + data);
  }
}
