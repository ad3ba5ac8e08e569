package dev.stet.cli.server;

import dev.stet.api.Api;
import dev.stet.oci.RepositoryName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A path of Stet's own API, with a query.
 *
 * @param text as it stands in a request
 */
public record ApiPath(String text) {
  /** The path of these segments, e.g. {@code version}. */
  public static ApiPath of(String... segments) {
    return new ApiPath(Api.PATH).slash(segments);
  }

  /** The path of a repository, and of what is below it. */
  public static ApiPath of(RepositoryName repository, String... segments) {
    return of("repositories", repository.value()).slash(segments);
  }

  private ApiPath slash(String... segments) {
    StringBuilder longer = new StringBuilder(text);
    for (String segment : segments) {
      longer.append('/').append(encoded(segment));
    }
    return new ApiPath(longer.toString());
  }

  /** This path with one parameter more. */
  public ApiPath with(String parameter, Object value) {
    char mark = text.indexOf('?') < 0 ? '?' : '&';
    return new ApiPath(text + mark + parameter + "=" + encoded(value.toString()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text;
  }
}
