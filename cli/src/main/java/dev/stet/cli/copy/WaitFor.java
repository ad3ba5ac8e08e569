package dev.stet.cli.copy;

import java.util.Locale;

/** What a push waits for. */
enum WaitFor {
  /** Nothing but that it is stored. */
  NOTHING,
  /** That enough of those that sign the log of tags have signed it. */
  QUORUM;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
