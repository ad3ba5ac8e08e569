package dev.stet.cli.command;

/** What this program cannot do, because it is the client. */
public final class NotHere {
  private NotHere() {}

  /** The failure of a command that opens a data folder or a key. */
  public static Failure opens(String command) {
    return Failure.of(
            ExitCode.USAGE, "this program is the client and opens neither data folders nor keys")
        .because("the stet script has the server's program do that")
        .next("run the script: ./stet " + command);
  }
}
