package dev.stet.cli.policy;

import dev.stet.log.VerifierKey;

/** Who runs what signs, as far as the names of the keys tell. */
public final class Operators {
  private Operators() {}

  /**
   * Whether somebody who cosigns seems to be run by the operator of the log: the names of both keys
   * begin with the same host. What this does not see may still be so.
   */
  public static boolean isOfLog(VerifierKey log, VerifierKey cosigner) {
    return beginning(log).equals(beginning(cosigner));
  }

  /** The host; of a registry that was given no name, what it is called instead. */
  private static String beginning(VerifierKey key) {
    return key.name().replaceFirst("^(stet\\.invalid/[^/]*|[^/]*).*", "$1");
  }
}
