package dev.stet.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must hold of the content at a path before a request is done. Source: RFC 9110, section 13.
 *
 * @param match the header {@code If-Match}: the content must be one of these
 * @param noneMatch the header {@code If-None-Match}: the content must be none of these
 */
public record Preconditions(Optional<String> match, Optional<String> noneMatch) {
  /** Nothing must hold. */
  public static final Preconditions NONE = new Preconditions(Optional.empty(), Optional.empty());

  private static final String ANY = "*";
  private static final String WEAK = "W/";

  /** What a request wants. */
  public static Preconditions of(Exchange exchange) {
    return new Preconditions(whole(exchange, "If-Match"), whole(exchange, "If-None-Match"));
  }

  /** A list may be cut into several headers. */
  private static Optional<String> whole(Exchange exchange, String header) {
    List<String> parts = exchange.headers(header);
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(",", parts));
  }

  /** Whether a request that changes the content may be done. */
  public boolean allow(Optional<String> current) {
    return matches(current) && isNews(current);
  }

  /**
   * Whether {@code If-Match} holds, which it does if there is none.
   *
   * @param current the entity tag of the content without its quotes, empty if there is no content
   */
  public boolean matches(Optional<String> current) {
    return match.isEmpty()
        || tags(match.get()).anyMatch(it -> !it.startsWith(WEAK) && isOf(it, current));
  }

  /** Whether {@code If-None-Match} holds: the client does not have this content yet. */
  public boolean isNews(Optional<String> current) {
    return noneMatch.isEmpty()
        || tags(noneMatch.get())
            .map(it -> it.startsWith(WEAK) ? it.substring(WEAK.length()) : it)
            .noneMatch(it -> isOf(it, current));
  }

  /** The entity tags of a header; no tag of ours has a comma in it. */
  private static Stream<String> tags(String header) {
    return Arrays.stream(header.split(",")).map(String::strip);
  }

  /** A tag without its quotes is taken for what it means. */
  private static boolean isOf(String tag, Optional<String> current) {
    return current.isPresent() && List.of(ANY, current.get()).contains(tag.replace("\"", ""));
  }
}
