package dev.stet.cli.names;

import java.util.Locale;

/** Why something is taken away. */
public enum Reason {
  /** Its owner wants it gone. */
  OWNER,
  /** It is old. */
  RETENTION,
  /** It is dangerous: the image may never return under its name. */
  SECURITY,
  /** It may not be distributed: the image may never return under its name. */
  LEGAL;

  /** Whether what is taken away for it may never return. */
  boolean withdraws() {
    return this == SECURITY || this == LEGAL;
  }

  /** As it is written on the command line and in the API. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
