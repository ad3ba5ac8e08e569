package dev.stet.oci;

/**
 * A name, digest or manifest that breaks its grammar.
 *
 * <p>The message says what was got and what is wanted, in one line, and is meant for the person who
 * typed the value.
 */
public final class MalformedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_SHOWN = 80;

  private final OciErrorCode code;

  /**
   * Makes the exception.
   *
   * @param code what a registry answers to such a value
   * @param message what was got and what is wanted, one line
   */
  public MalformedException(OciErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /** What a registry answers to such a value. */
  public OciErrorCode code() {
    return code;
  }

  /** The value for a message: quoted, cut to a readable length, what cannot be shown replaced. */
  public static String show(String value) {
    StringBuilder shown = new StringBuilder("\"");
    value
        .codePoints()
        .limit(LONGEST_SHOWN)
        .map(it -> isShowable(it) ? it : 0xFFFD)
        .forEach(shown::appendCodePoint);
    boolean cut = value.codePointCount(0, value.length()) > LONGEST_SHOWN;
    return shown.append(cut ? "…\"" : "\"").toString();
  }

  /** Half a character (a surrogate alone) has no form in UTF-8. */
  private static boolean isShowable(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.CONTROL && type != Character.SURROGATE;
  }
}
