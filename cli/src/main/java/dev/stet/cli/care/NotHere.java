package dev.stet.cli.care;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;

/** What this program cannot do, because it is the client. */
final class NotHere {
  private NotHere() {}

  /** The failure of a command that opens a data folder. */
  static Failure opens(String command) {
    return Failure.of(ExitCode.USAGE, "this program is the client and opens no data folder")
        .because("the stet script has the server's program do that")
        .next("run the script: ./stet " + command);
  }
}
