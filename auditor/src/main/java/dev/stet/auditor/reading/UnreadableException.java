package dev.stet.auditor.reading;

/** The log did not give what was asked of it. The message says what, and what came instead. */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String what;
  private final Why why;

  private enum Why {
    LATER,
    WITHHELD,
    TOO_LONG
  }

  private UnreadableException(String what, Why why) {
    super(what);
    this.what = what;
    this.why = why;
  }

  /** Nothing came, or an answer that says so; perhaps later. */
  static UnreadableException later(String what) {
    return new UnreadableException(what, Why.LATER);
  }

  /** The log answered, and not with what it must have. */
  static UnreadableException withheld(String what) {
    return new UnreadableException(what, Why.WITHHELD);
  }

  /** The log answered with more than that can be. */
  static UnreadableException tooLong(String what) {
    return new UnreadableException(what, Why.TOO_LONG);
  }

  /**
   * Whether the log answered, and not with what a log of this size must have; else it could not be
   * reached, or was busy.
   */
  public boolean withheld() {
    return why != Why.LATER;
  }

  /** Whether the answer was longer than what was asked for can be. */
  boolean tooLong() {
    return why == Why.TOO_LONG;
  }

  @Override
  public String getMessage() {
    return what;
  }
}
