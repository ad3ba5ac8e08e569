package dev.stet.cli.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to be signed in to. Source: RFC 9110, section 11.3; distribution, "Token
 * Authentication".
 *
 * @param scheme the scheme in lower case, {@code basic} or {@code bearer}
 * @param parameters the parameters, names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  static final String BASIC = "basic";
  static final String BEARER = "bearer";

  private static final Pattern SCHEME = Pattern.compile("\\G\\s*,?\\s*([A-Za-z]+)(?=\\s|$|,)");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G\\s*,?\\s*([A-Za-z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");

  /** The strongest challenge among the values of {@code WWW-Authenticate}: bearer, else basic. */
  static Optional<Challenge> strongest(List<String> headers) {
    Optional<Challenge> basic = Optional.empty();
    for (String header : headers) {
      for (int at = 0; at >= 0 && at < header.length(); ) {
        Matcher scheme = SCHEME.matcher(header).region(at, header.length());
        if (!scheme.find()) {
          break;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        at = parameters(header, scheme.end(), parameters);
        Challenge challenge = new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters);
        if (challenge.scheme().equals(BEARER) && parameters.containsKey("realm")) {
          return Optional.of(challenge);
        }
        if (challenge.scheme().equals(BASIC)) {
          basic = Optional.of(challenge);
        }
      }
    }
    return basic;
  }

  private static int parameters(String header, int start, Map<String, String> into) {
    int at = start;
    Matcher parameter = PARAMETER.matcher(header).region(at, header.length());
    while (parameter.find()) {
      String quoted = parameter.group(2);
      String value = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      into.put(parameter.group(1).toLowerCase(Locale.ROOT), value);
      at = parameter.end();
    }
    return at;
  }
}
