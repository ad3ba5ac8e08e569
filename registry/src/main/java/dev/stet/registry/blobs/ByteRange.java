package dev.stet.registry.blobs;

import dev.stet.http.Body;
import dev.stet.http.Header;
import dev.stet.http.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The range of bytes that a request asks for.
 *
 * <p>Source: RFC 9110, section 14. One range is served; a list of ranges and what cannot be read is
 * ignored, as the RFC allows, and the whole is sent.
 *
 * @param first the first byte
 * @param last the last byte, inclusive; before {@code first} if nothing can be served
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /**
   * Reads a {@code Range} header for a content of that length; empty if the whole is to be sent.
   */
  static Optional<ByteRange> parse(String header, long length) {
    Matcher matcher = ONE.matcher(header);
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long suffix = Long.parseLong(matcher.group(2));
      return Optional.of(
          new ByteRange(Math.max(0, length - suffix), suffix == 0 ? -1 : length - 1));
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? length - 1 : Long.parseLong(matcher.group(2));
    return Optional.of(new ByteRange(first, Math.min(last, length - 1)));
  }

  /** The part of a whole answer: 206, or 416 if the range lies outside or runs backwards. */
  Reply of(Reply whole) {
    long length = whole.body().length();
    if (first > last) {
      return Reply.of(416).with("Content-Range", "bytes */" + length);
    }
    List<Header> headers = new ArrayList<>(whole.headers());
    headers.add(new Header("Content-Range", "bytes " + first + "-" + last + "/" + length));
    return new Reply(206, headers, part(whole.body()));
  }

  private Body part(Body body) {
    return switch (body) {
      case Body.Empty empty -> empty;
      case Body.Bytes(byte[] content) ->
          new Body.Bytes(Arrays.copyOfRange(content, (int) first, (int) last + 1));
      case Body.FilePart(var path, long offset, _) ->
          new Body.FilePart(path, offset + first, last - first + 1);
    };
  }
}
