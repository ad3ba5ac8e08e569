package dev.stet.registry.tags;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.TagName;
import java.util.regex.Pattern;

/**
 * Which tags are meant, e.g. {@code main-*}: a tag in which each {@code *} stands for any number of
 * characters. It matches whole names only, in time that is bounded by the product of both lengths.
 *
 * @param text the pattern as it is written
 */
public record TagPattern(String text) {
  private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_*][A-Za-z0-9_.*-]{0,127}");

  /**
   * Reads a pattern.
   *
   * @throws RequestException with 400 if no tag could match it
   */
  public TagPattern {
    if (!GRAMMAR.matcher(text).matches()) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED,
              "the pattern is not valid: wanted a tag with * for any characters, e.g. main-*")
          .status(400);
    }
  }

  /** Whether the whole name is as the pattern says. */
  public boolean matches(TagName tag) {
    return matches(tag.value());
  }

  private boolean matches(String name) {
    int at = 0;
    int next = 0;
    int star = -1; // where to go on when the text behind the last star does not fit
    int starAt = 0;
    while (at < name.length()) {
      if (next < text.length() && text.charAt(next) == '*') {
        star = next++;
        starAt = at;
      } else if (next < text.length() && text.charAt(next) == name.charAt(at)) {
        next++;
        at++;
      } else if (star >= 0) {
        next = star + 1;
        at = ++starAt;
      } else {
        return false;
      }
    }
    return text.substring(next).chars().allMatch(c -> c == '*');
  }

  @Override
  public String toString() {
    return text;
  }
}
