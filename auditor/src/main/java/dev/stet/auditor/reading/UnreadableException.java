package dev.stet.auditor.reading;

/** The log did not give what was asked of it. The message says what, and what came instead. */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String what;
  private final boolean withheld;

  private UnreadableException(String what, boolean withheld) {
    super(what);
    this.what = what;
    this.withheld = withheld;
  }

  /** Nothing came, or an answer that says so; perhaps later. */
  static UnreadableException later(String what) {
    return new UnreadableException(what, false);
  }

  /** The log answered, and not with what it must have. */
  static UnreadableException withheld(String what) {
    return new UnreadableException(what, true);
  }

  /**
   * Whether the log answered, and not with what a log of this size must have; else it could not be
   * reached, or was busy.
   */
  public boolean withheld() {
    return withheld;
  }

  @Override
  public String getMessage() {
    return what;
  }
}
