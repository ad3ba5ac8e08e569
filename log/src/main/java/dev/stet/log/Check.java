package dev.stet.log;

import java.util.Locale;

/** What is checked before something about a log is believed. */
public enum Check {
  /** A signature by a known key is good. */
  SIGNATURE,
  /** An entry is part of a tree. */
  INCLUSION,
  /** A tree is a beginning of another. */
  CONSISTENCY;

  /** The name for messages and for machines, e.g. {@code log-signature}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
