package dev.stet.oci;

/**
 * A name, digest or manifest that breaks its grammar.
 *
 * <p>The message says what was got and what is wanted, in one line, and is meant for the person who
 * typed the value.
 */
public final class MalformedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

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

  /** The value for a message: quoted, cut to a readable length, control characters replaced. */
  static String show(String value) {
    String cut = value.length() > 80 ? value.substring(0, 80) + "…" : value;
    return '"' + cut.replaceAll("\\p{Cntrl}", "\uFFFD") + '"';
  }
}
