package dev.stet.server.access;

import dev.stet.http.Exchange;
import dev.stet.http.Guard;
import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import java.util.List;

/**
 * Refuses requests that a proxy passed on, unless the operator said that there is one: whoever
 * stands behind a proxy is not on this machine.
 */
public final class ForwardedGuard implements Guard {
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP");

  private final boolean behindProxy;

  /** Makes the guard. */
  public ForwardedGuard(boolean behindProxy) {
    this.behindProxy = behindProxy;
  }

  @Override
  public void check(Exchange exchange) {
    if (behindProxy) {
      return;
    }
    for (String name : FORWARDED) {
      if (exchange.header(name).isPresent()) {
        throw RequestException.of(
            OciErrorCode.DENIED,
            "the request was passed on by a proxy (header "
                + name
                + "), and this Stet lets everybody who reaches it do everything: set behind-proxy:"
                + " true and open: true to allow that");
      }
    }
  }
}
