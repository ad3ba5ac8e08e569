package dev.stet.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host a loopback address or name
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {
  private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:\\s]*):(\\d{1,5})");

  /** Reads {@code HOST:PORT}, and notes what is wrong with it. */
  static Optional<ListenAddress> parse(String text, Problems problems) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
      problems.add(Key.LISTEN, text, "HOST:PORT, e.g. 127.0.0.1:5000 or [::1]:5000");
      return Optional.empty();
    }
    String host = matcher.group(1).replaceAll("[\\[\\]]", "");
    if (!isLoopback(host)) {
      problems.add(
          Key.LISTEN,
          text,
          "a loopback address such as 127.0.0.1:5000, because everybody who reaches this Stet may"
              + " do everything: it has no sign-in yet");
      return Optional.empty();
    }
    return Optional.of(new ListenAddress(host, Integer.parseInt(matcher.group(2))));
  }

  private static boolean isLoopback(String host) {
    if (host.isEmpty()) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** This address with the port that was really taken. */
  public ListenAddress withPort(int taken) {
    return new ListenAddress(host, taken);
  }

  /** Host and port as they stand in a URL. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
