package dev.stet.cli.server;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is.
 *
 * @param base scheme, host and port, without a path
 * @param namedBy what named it, for messages: {@code --server}, the default, …
 */
public record ServerAddress(URI base, String namedBy) {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?<scheme>https?)://)?"
              + "(?<host>(?<name>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])"
              + "(?::(?<port>\\d{1,5}))?)/?");
  private static final int LARGEST_PORT = 65535;

  /**
   * Reads an address: {@code HOST[:PORT]} with or without {@code http://} or {@code https://}.
   * Without one, a loopback address is spoken to in plain http and any other in https.
   *
   * @param plainHttp whether plain http may be spoken to another than this machine
   * @throws Failure if it is no address, or plain http to another machine
   */
  public static ServerAddress parse(String text, String namedBy, boolean plainHttp) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches() || !isPort(matcher.group("port"))) {
      throw Failure.of(ExitCode.USAGE, "\"" + text + "\" is no address of a server")
          .because("named by " + namedBy + "; wanted HOST[:PORT], http://HOST[:PORT] or https://…")
          .next("name one such as 127.0.0.1:5000");
    }
    boolean loopback = isLoopback(matcher.group("name"));
    boolean plain = isPlain(matcher.group("scheme"), loopback, plainHttp);
    if (plain && !loopback && !plainHttp) {
      throw Failure.of(
              ExitCode.REFUSED, "plain http to " + text + " would send everything readable")
          .because("named by " + namedBy + "; plain http is spoken to this machine alone")
          .next("use https://, or add --plain-http if the network is yours alone");
    }
    String host = matcher.group("host").toLowerCase(Locale.ROOT);
    return new ServerAddress(URI.create((plain ? "http://" : "https://") + host), namedBy);
  }

  private static boolean isPlain(String scheme, boolean loopback, boolean plainHttp) {
    return scheme == null ? loopback || plainHttp : scheme.equals("http");
  }

  private static boolean isPort(String port) {
    return port == null || Integer.parseInt(port) <= LARGEST_PORT;
  }

  /** Whether a host is this machine, by its name alone: nothing is looked up. */
  public static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.matches("127(\\.\\d{1,3}){3}")
        || host.equals("[::1]");
  }

  /** Host and port, as a reference to an image begins. */
  public String host() {
    return Optional.ofNullable(base.getRawAuthority()).orElse("");
  }

  /** Host and port, the latter only where it is not the usual one: one name for one registry. */
  public String registry() {
    return host().replaceFirst(":" + usualPort() + "$", "");
  }

  /** The port, also where it is the usual one. */
  public int port() {
    return base.getPort() < 0 ? usualPort() : base.getPort();
  }

  private int usualPort() {
    return base.getScheme().equals("http") ? 80 : 443;
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
