package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers that lead from page to page. */
final class Links {
  private static final Pattern LINK = Pattern.compile("<(/v2/[^>]+)>; rel=\"next\"");

  private Links() {}

  /** Path and query of the next page, from the value of {@code Link}. */
  static String next(String link) {
    Matcher matcher = LINK.matcher(link);
    assertThat(matcher.matches()).as(link).isTrue();
    return matcher.group(1);
  }
}
