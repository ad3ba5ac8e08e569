package dev.stet.server;

import dev.stet.api.Check;
import dev.stet.api.Damage;
import java.io.PrintStream;

/**
 * Where a command that runs without a server writes: what it found to {@code out}, everything else
 * to {@code err}.
 */
record Report(PrintStream out, PrintStream err) {
  /** Writes what a check found, and returns the exit code: 1 if it found something. */
  int write(Check check) {
    check.problems().forEach(this::write);
    err.printf(
        "checked %s, %s, %s and %s: %s%n",
        counted(check.tags(), "name"),
        counted(check.manifests(), "manifest"),
        counted(check.blobs(), "blob"),
        counted(check.entries(), "entry", "entries"),
        check.problems().isEmpty()
            ? "all is as it was"
            : counted(check.problems().size(), "problem"));
    return check.problems().isEmpty() ? 0 : 1;
  }

  private void write(Damage damage) {
    out.println(
        String.join(
            "\t",
            damage.kind(),
            damage.subject(),
            damage.repaired() ? "repaired" : "",
            damage.message()));
  }

  private static String counted(long count, String what) {
    return counted(count, what, what + "s");
  }

  private static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  /** Writes why nothing was done, and returns the exit code. */
  int fail(Exception failure) {
    err.println("stet: " + failure.getMessage());
    return 1;
  }
}
