package dev.stet.log;

/**
 * Something that is well formed, and does not hold. The message says what was got and wanted;
 * {@link #check} names what was checked.
 */
public final class VerificationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Check check;

  /** Says which check failed, and why. */
  public VerificationException(Check check, String message) {
    super(message);
    this.check = check;
  }

  /** The check that failed. */
  public Check check() {
    return check;
  }
}
