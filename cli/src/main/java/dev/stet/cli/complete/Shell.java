package dev.stet.cli.complete;

import java.util.Locale;

/** A shell for which there is a script. */
enum Shell {
  /** GNU Bash. */
  BASH,
  /** The Z shell. */
  ZSH,
  /** The friendly interactive shell. */
  FISH;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
