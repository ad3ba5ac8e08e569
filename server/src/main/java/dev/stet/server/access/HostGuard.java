package dev.stet.server.access;

import dev.stet.http.Exchange;
import dev.stet.http.Guard;
import dev.stet.http.RequestException;
import dev.stet.oci.MalformedException;
import dev.stet.oci.OciErrorCode;
import java.util.HashSet;
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

  /**
   * Makes the guard.
   *
   * @param allowedHosts host names, without port, that are ours besides the loopback names
   */
  public HostGuard(Set<String> allowedHosts) {
    Set<String> lowerCase = new HashSet<>();
    allowedHosts.forEach(host -> lowerCase.add(host.toLowerCase(Locale.ROOT)));
    this.allowed = Set.copyOf(lowerCase);
  }

  @Override
  public void check(Exchange exchange) {
    String host =
        exchange
            .header("Host")
            .orElseThrow(
                () ->
                    RequestException.of(
                            OciErrorCode.UNSUPPORTED,
                            "the request has no Host header, which HTTP/1.1 wants")
                        .status(400));
    if (!isOurs(name(host))) {
      throw RequestException.of(
          OciErrorCode.DENIED,
          "the request is for host "
              + MalformedException.show(host)
              + ", but this Stet answers to loopback names alone: use 127.0.0.1 or localhost, or"
              + " list the name under allowed-hosts");
    }
    Optional<String> origin = exchange.header("Origin");
    if (origin.isPresent() && !origin.get().equalsIgnoreCase("http://" + host)) {
      throw RequestException.of(
          OciErrorCode.DENIED,
          "the request comes from the web page "
              + MalformedException.show(origin.get())
              + ", and other pages may not use this Stet");
    }
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
