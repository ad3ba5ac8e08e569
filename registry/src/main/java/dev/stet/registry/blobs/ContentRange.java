package dev.stet.registry.blobs;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the bytes of a chunk belong.
 *
 * <p>Source: distribution-spec, "Pushing a blob in chunks". Unlike in RFC 9110 there is neither a
 * unit nor a total.
 *
 * @param first the first byte, from 0
 * @param last the last byte, inclusive; not before {@code first}
 */
record ContentRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  /**
   * Reads a {@code Content-Range} header.
   *
   * @throws RequestException with {@link OciErrorCode#BLOB_UPLOAD_INVALID} if it is none
   */
  static ContentRange parse(String header) {
    Matcher matcher = FORM.matcher(header);
    if (!matcher.matches()) {
      throw RequestException.of(
          OciErrorCode.BLOB_UPLOAD_INVALID,
          "Content-Range is not valid: wanted FIRST-LAST in bytes, both inclusive, e.g. 0-1023");
    }
    ContentRange range =
        new ContentRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    if (range.length() < 1) {
      throw RequestException.of(
          OciErrorCode.BLOB_UPLOAD_INVALID, "Content-Range is not valid: it runs backwards");
    }
    return range;
  }

  /** How many bytes the chunk has. */
  long length() {
    return last - first + 1;
  }
}
