package dev.stet.bench.client;

/** A server answered something else than it had to; whatever was measured is worth nothing. */
public final class WrongAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 300;

  /**
   * Makes the exception.
   *
   * @param request what was asked
   * @param wanted what had to be answered
   * @param got what was answered
   */
  public WrongAnswerException(String request, Object wanted, Object got) {
    super(request + " was answered wrongly: wanted " + shown(wanted) + ", got " + shown(got));
  }

  private static String shown(Object value) {
    String text = value.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
