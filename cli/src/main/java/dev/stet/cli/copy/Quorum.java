package dev.stet.cli.copy;

import java.util.Locale;

/** Whether enough of those that sign the log of tags have signed the entry of a tag. */
enum Quorum {
  /** They have. */
  REACHED("reached"),
  /** They have not yet, as long as the registry waited. */
  PENDING("pending"),
  /** The name is one that is never in the log. */
  NOT_COVERED("not covered by the log"),
  /** The registry does not tell. */
  UNTOLD("not told");

  private final String words;

  Quorum(String words) {
    this.words = words;
  }

  /** Reads the word of a registry. */
  static Quorum of(String word) {
    return switch (word) {
      case "reached" -> REACHED;
      case "pending" -> PENDING;
      case "not-covered" -> NOT_COVERED;
      default -> UNTOLD;
    };
  }

  /** For people. */
  String words() {
    return words;
  }

  /** For documents. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
