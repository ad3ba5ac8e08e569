package dev.stet.registry.browse;

import dev.stet.http.Query;
import dev.stet.http.RequestException;
import dev.stet.oci.ErrorCode;
import dev.stet.oci.OciErrorCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The page that a request asks for: at most {@code size} entries after {@code last}.
 *
 * <p>Source: distribution-spec, "Listing Tags": {@code last} is exclusive and need not exist.
 *
 * @param size how many entries at most
 * @param last the name after which it begins, empty for the first page
 */
public record Page(int size, String last) {
  private static final int LARGEST = 10_000;

  /**
   * Reads {@code n} and {@code last}.
   *
   * @param usual how many entries a page has if the request does not say
   */
  public static Page of(Query query, int usual) {
    String n = query.first("n").orElse(Integer.toString(usual));
    if (!n.matches("\\d{1,9}")) {
      ErrorCode code = OciErrorCode.UNSUPPORTED;
      throw RequestException.of(code, "n is not valid: wanted how many entries, e.g. n=100")
          .status(400);
    }
    return new Page(Math.min(Integer.parseInt(n), LARGEST), query.first("last").orElse(""));
  }

  /** How many rows to read: one more than the page, which tells whether another follows. */
  public int rows() {
    return size == 0 ? 0 : size + 1;
  }

  /** What was read, cut to the page. */
  public <T> List<T> cut(List<T> rows) {
    return rows.size() > size ? rows.subList(0, size) : rows;
  }

  /** Path and query of the page after this one, if there is one. */
  public <T> Optional<String> next(String path, List<T> rows, Function<T, String> name) {
    return rows.size() > size
        ? Optional.of(after(path, name.apply(rows.get(size - 1))))
        : Optional.empty();
  }

  /**
   * Path and query of the page of this size that begins after a name.
   *
   * @param path the path, with or without a query of its own
   */
  public String after(String path, String name) {
    char join = path.indexOf('?') < 0 ? '?' : '&';
    return path + join + "n=" + size + "&last=" + encoded(name);
  }

  /** The value of a {@code Link} header that leads to the next page. Source: RFC 8288. */
  public static String link(String next) {
    return "<" + next + ">; rel=\"next\"";
  }

  /** A text as it stands in a path segment or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
