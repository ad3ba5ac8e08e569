package dev.stet.cli.copy;

import java.util.Locale;

/** What to do where a tag is taken by another image. */
enum IfTaken {
  /** Fail. */
  REFUSE,
  /** Keep the one that stands, if it was built from the same source. */
  KEEP;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
