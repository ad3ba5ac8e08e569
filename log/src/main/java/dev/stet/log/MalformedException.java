package dev.stet.log;

/**
 * Input that cannot be read as what it should be. The message says what, and what was got and
 * wanted. Whether what was read is true is another question: {@link VerificationException}.
 */
public class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  /** Says what is wrong with the input. */
  public MalformedException(String message) {
    super(message);
  }

  /** The text of a message, quoted, without control characters and cut to a bearable length. */
  static String show(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return '"'
        + (printable.length() > SHOWN ? printable.substring(0, SHOWN) + "…" : printable)
        + '"';
  }
}
