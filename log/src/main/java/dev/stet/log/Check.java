package dev.stet.log;

import java.util.Locale;

/** What is checked before something about a log is believed. */
public enum Check {
  /** A signature by a known key is good. */
  SIGNATURE,
  /** A checkpoint is of the log that is meant. */
  ORIGIN,
  /** The log has signed its checkpoint. */
  LOG_SIGNATURE,
  /** As many others as the policy demands have cosigned the checkpoint. */
  QUORUM,
  /** The cosignatures are not older than was asked for. */
  FRESHNESS,
  /** An entry assigns a tag. */
  LEAF,
  /** An entry is about the repository and tag that were asked for. */
  NAME,
  /** An entry is part of a tree. */
  INCLUSION,
  /** A tree is a beginning of another. */
  CONSISTENCY,
  /** What an evidence file shows is what it claims. */
  EVIDENCE;

  /** The name for messages and for machines, e.g. {@code log-signature}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
