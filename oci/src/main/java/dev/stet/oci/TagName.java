package dev.stet.oci;

/**
 * The name of a tag, e.g. {@code main-3035eca}: case-sensitive, at most 128 characters.
 *
 * <p>Source: distribution-spec, {@code [a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}}. Order is bytewise.
 *
 * @param value the name as written
 */
public record TagName(String value) implements Reference, Comparable<TagName> {
  private static final int LONGEST = 128;

  /** Checks the grammar; see {@link #parse}. */
  public TagName {
    if (!isWellFormed(value)) {
      throw new MalformedException(
          OciErrorCode.MANIFEST_INVALID,
          "tag "
              + MalformedException.show(value)
              + " is not valid: wanted letters, digits, '_', '.' and '-', not starting with '.' or"
              + " '-', at most 128 characters, e.g. main-3035eca");
    }
  }

  /**
   * Reads a tag.
   *
   * @throws MalformedException with {@link OciErrorCode#MANIFEST_INVALID} if it breaks the grammar
   */
  public static TagName parse(String text) {
    return new TagName(text);
  }

  /** Whether {@link #parse} would take the text. */
  public static boolean isWellFormed(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST || !isWord(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      char c = text.charAt(i);
      if (!isWord(c) && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  @Override
  public int compareTo(TagName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
