package dev.stet.registry.browse;

import dev.stet.http.Query;
import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The page of numbered entries that a request asks for: at most {@code size} after a number.
 *
 * @param size how many entries at most
 * @param after the number after which it begins, 0 for the first page
 */
record NumberedPage(int size, long after) {
  private static final int USUAL = 100;

  /** Reads {@code n} and {@code after}. */
  static NumberedPage of(Query query) {
    String after = query.first("after").orElse("0");
    if (!after.matches("\\d{1,18}")) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED, "after is not valid: wanted a number, e.g. after=100")
          .status(400);
    }
    return new NumberedPage(Page.of(query, USUAL).size(), Long.parseLong(after));
  }

  /** How many rows to read: one more than the page, which tells whether another follows. */
  int rows() {
    return size == 0 ? 0 : size + 1;
  }

  /** What was read, cut to the page. */
  <T> List<T> cut(List<T> rows) {
    return rows.size() > size ? rows.subList(0, size) : rows;
  }

  /** Path and query of the page after this one, if there is one. */
  <T> Optional<String> next(String path, List<T> rows, ToLongFunction<T> number) {
    return rows.size() > size
        ? Optional.of(path + "?n=" + size + "&after=" + number.applyAsLong(rows.get(size - 1)))
        : Optional.empty();
  }
}
