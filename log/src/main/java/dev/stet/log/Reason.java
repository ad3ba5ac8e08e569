package dev.stet.log;

import java.util.Locale;

/** Why a tag was deleted. */
public enum Reason {
  /** A rule of the registry said that it had served its time. */
  RETENTION(1),
  /** Somebody who may delete it did. */
  OWNER(2),
  /** The image is dangerous. */
  SECURITY(3),
  /** The law demands it. */
  LEGAL(4);

  private final int code;

  Reason(int code) {
    this.code = code;
  }

  /** A number that stands for the reason, for ever, where states are packed; never 0. */
  int code() {
    return code;
  }

  static Reason ofCode(int code) {
    for (Reason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no reason has the code " + code);
  }

  /** Whether the tag never comes back, not even to the image that had it. */
  public boolean isFinal() {
    return this == SECURITY || this == LEGAL;
  }

  /** The word in a leaf, e.g. {@code retention}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the word of a leaf.
   *
   * @throws MalformedException if it is none of the four
   */
  public static Reason parse(String text) {
    for (Reason reason : values()) {
      if (reason.text().equals(text)) {
        return reason;
      }
    }
    throw new MalformedException(
        "the reason of a tombstone is retention, owner, security or legal, got "
            + MalformedException.show(text));
  }
}
