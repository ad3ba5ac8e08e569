package dev.stet.auditor;

import java.io.PrintStream;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What the commands take from the world around the process, so that tests can choose it.
 *
 * @param clock the time
 * @param random for keys
 * @param client what logs are read with
 * @param duty when to stop
 * @param out for what was found
 * @param err for everything else
 */
record World(
    Clock clock,
    SecureRandom random,
    HttpClient client,
    Duty duty,
    PrintStream out,
    PrintStream err) {
  /** Says why nothing was done, and returns the exit code. */
  int fail(Exception failure) {
    err.println("stet: " + failure.getMessage());
    return 1;
  }
}
