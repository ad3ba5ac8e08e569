package dev.stet.cli.repositories;

import java.util.Locale;

/** What a repository can be declared to be. */
enum Kind {
  /** Names move, and are free again once they are deleted. */
  MUTABLE,
  /** Tags stand; there is no way back from it. */
  STANDING;

  /** As it is written on the command line and in the API. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
