package dev.stet.cli.command;

/** What the command tells the script that called it. The numbers are a contract. */
public enum ExitCode {
  /** All is as asked. */
  DONE(0, "done, or nothing to do"),
  /** Anything that no other code names. */
  FAILURE(1, "failure"),
  /** The command line was wrong. */
  USAGE(2, "usage: the command line was not understood"),
  /** What was named is not there. */
  NOT_FOUND(3, "not found"),
  /** The server does not know the caller, or the caller may not. */
  NOT_ALLOWED(4, "not signed in or not allowed"),
  /** A rule says no, whoever asks. */
  REFUSED(5, "refused by policy: tag taken, rolling name, uncommitted changes, …"),
  /** Content is not what its digest says, or a proof does not hold. */
  VERIFICATION_FAILED(6, "verification failed"),
  /** The rollout failed and the earlier release runs again. */
  ROLLED_BACK(7, "rollout failed, the earlier release is restored"),
  /** The rollout failed and so did the way back. */
  NEEDS_PERSON(8, "rollout failed, needs a person"),
  /** The time limit passed first. */
  STILL_RUNNING(9, "still running at the time limit"),
  /** Ctrl-C. */
  INTERRUPTED(130, "interrupted");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The number that the process ends with. */
  public int number() {
    return number;
  }

  /** What it means, in a few words. */
  public String meaning() {
    return meaning;
  }
}
