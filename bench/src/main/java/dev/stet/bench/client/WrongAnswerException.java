package dev.stet.bench.client;

/** A server answered something else than it had to; whatever was measured is worth nothing. */
public final class WrongAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param request what was asked
   * @param wanted what had to be answered
   * @param got what was answered
   */
  public WrongAnswerException(String request, Object wanted, Object got) {
    super(request + " was answered wrongly: wanted " + wanted + ", got " + got);
  }
}
