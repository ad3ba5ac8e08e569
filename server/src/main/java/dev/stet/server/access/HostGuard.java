package dev.stet.server.access;

import dev.stet.http.Exchange;
import dev.stet.http.Guard;
import dev.stet.http.RequestException;
import dev.stet.oci.MalformedException;
import dev.stet.oci.OciErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses requests that were meant for somebody else: a {@code Host} that is not ours (a name that
 * an attacker points at this machine), or an {@code Origin} that is not ours (a web page that a
 * person here has open).
 */
public final class HostGuard implements Guard {
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

  private final Set<String> allowed;
  private final boolean behindProxy;

  /**
   * Makes the guard.
   *
   * @param allowedHosts host names, without port, that are ours besides the loopback names
   * @param behindProxy whether a proxy may pass requests on
   */
  public HostGuard(Set<String> allowedHosts, boolean behindProxy) {
    this.behindProxy = behindProxy;
    Set<String> lowerCase = new HashSet<>();
    allowedHosts.forEach(host -> lowerCase.add(host.toLowerCase(Locale.ROOT)));
    this.allowed = Set.copyOf(lowerCase);
  }

  @Override
  public void check(Exchange exchange) {
    String host = theOne(exchange.headers("Host"));
    if (!isOurs(name(host))) {
      throw RequestException.of(
          OciErrorCode.DENIED,
          "the request is for host "
              + MalformedException.show(host)
              + ", but this Stet answers to loopback names alone: use 127.0.0.1 or localhost, or"
              + " list the name under allowed-hosts");
    }
    Optional<String> origin = exchange.header("Origin");
    if (origin.isPresent() && !origin.get().equalsIgnoreCase(scheme(exchange) + "://" + host)) {
      throw RequestException.of(
          OciErrorCode.DENIED,
          "the request comes from the web page "
              + MalformedException.show(origin.get())
              + ", and other pages may not use this Stet");
    }
  }

  /** Source: RFC 9112, section 3.2. */
  private static String theOne(List<String> hosts) {
    if (hosts.size() != 1) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED,
              hosts.isEmpty()
                  ? "the request has no Host header, which HTTP/1.1 wants"
                  : "the request has several Host headers, so nobody can tell whom it is for: send"
                      + " one")
          .status(400);
    }
    return hosts.getFirst();
  }

  /**
   * What the web page was read over; a proxy tells it where the operator said that there is one.
   */
  private String scheme(Exchange exchange) {
    String own = exchange.isEncrypted() ? "https" : "http";
    return behindProxy ? exchange.header("X-Forwarded-Proto").orElse(own) : own;
  }

  private boolean isOurs(String name) {
    return name.equals("localhost")
        || name.equals("[::1]")
        || LOOPBACK.matcher(name).matches()
        || allowed.contains(name);
  }

  /** The host without its port, in lower case. */
  private static String name(String host) {
    int colon = host.lastIndexOf(':');
    boolean port = colon > host.lastIndexOf(']');
    return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
  }
}
