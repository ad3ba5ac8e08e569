package dev.stet.bench.client;

import java.util.Locale;
import java.util.Optional;

/**
 * The status line and headers of an answer. Immutable.
 *
 * @param request method and target, for messages
 * @param status the status code
 * @param head the header lines as received, each after a line break
 */
public record Answer(String request, int status, String head) {
  private static final int CODE = "HTTP/1.1 ".length();

  /** Reads the head of an answer, without its last empty line. */
  static Answer parse(String request, String head) {
    if (!head.startsWith("HTTP/1.1 ") || head.length() < CODE + 3) {
      throw new WrongAnswerException(request, "an HTTP/1.1 answer", head.lines().findFirst());
    }
    int endOfLine = head.indexOf("\r\n");
    String headers = endOfLine < 0 ? "" : head.substring(endOfLine);
    return new Answer(request, Integer.parseInt(head, CODE, CODE + 3, 10), headers);
  }

  /** The value of the first header of that name, whatever its case. */
  public Optional<String> header(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(wanted + ":"))
        .map(line -> line.substring(wanted.length() + 1).strip())
        .findFirst();
  }

  /** The length that the answer says its content has, or -1. */
  public long length() {
    return header("Content-Length").map(Long::parseLong).orElse(-1L);
  }

  /** Fails unless the status is the wanted one. */
  public Answer expect(int wanted) {
    if (status != wanted) {
      throw new WrongAnswerException(request, wanted, status + head.replaceAll("\\s+", " "));
    }
    return this;
  }

  /** Fails unless the header is there with the wanted value. */
  public Answer expect(String name, String wanted) {
    String got = header(name).orElse("none");
    if (!got.equals(wanted)) {
      throw new WrongAnswerException(request, name + " " + wanted, got);
    }
    return this;
  }

  /** The path and query of the {@code Location} header, which may be a whole URL. */
  public String location() {
    String location =
        header("Location")
            .orElseThrow(() -> new WrongAnswerException(request, "a Location", "none"));
    int scheme = location.indexOf("://");
    return scheme < 0 ? location : location.substring(location.indexOf('/', scheme + 3));
  }
}
