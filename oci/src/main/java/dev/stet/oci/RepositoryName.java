package dev.stet.oci;

/**
 * The name of a repository, e.g. {@code shop/api}: lower-case path components, at most 255
 * characters in all.
 *
 * <p>Source: distribution-spec, "Pulling manifests", the grammar of {@code <name>}. Components may
 * be called {@code blobs} or {@code manifests}. Order is bytewise.
 *
 * @param value the name as written
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  private static final int LONGEST = 255;

  /** Checks the grammar; see {@link #parse}. */
  public RepositoryName {
    if (!isWellFormed(value)) {
      throw new MalformedException(
          OciErrorCode.NAME_INVALID,
          "repository name "
              + MalformedException.show(value)
              + " is not valid: wanted lower-case letters and digits, joined by '.', '_', '__' or"
              + " '-' and separated by '/', at most 255 characters, e.g. shop/api");
    }
  }

  /**
   * Reads a repository name.
   *
   * @throws MalformedException with {@link OciErrorCode#NAME_INVALID} if it breaks the grammar
   */
  public static RepositoryName parse(String text) {
    return new RepositoryName(text);
  }

  /** Whether {@link #parse} would take the text. */
  public static boolean isWellFormed(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST) {
      return false;
    }
    int i = 0;
    while (true) {
      i = skipAlphanumeric(text, i);
      if (i < 0 || i == length) {
        return i == length;
      }
      i = text.charAt(i) == '/' ? i + 1 : skipSeparator(text, i);
      if (i < 0) {
        return false;
      }
    }
  }

  /** The index after one or more letters and digits, or -1 if there is none at {@code start}. */
  private static int skipAlphanumeric(String text, int start) {
    int i = start;
    while (i < text.length() && isAlphanumeric(text.charAt(i))) {
      i++;
    }
    return i == start ? -1 : i;
  }

  /** The index after one of {@code . _ __ -+}, or -1. */
  private static int skipSeparator(String text, int start) {
    return switch (text.charAt(start)) {
      case '.' -> start + 1;
      case '_' -> text.startsWith("__", start) ? start + 2 : start + 1;
      case '-' -> {
        int i = start;
        while (i < text.length() && text.charAt(i) == '-') {
          i++;
        }
        yield i;
      }
      default -> -1;
    };
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(RepositoryName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
