package dev.stet.server.logging;

import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.server.transport.RequestObserver;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One line for each request. Reads are told at {@code debug}, since there are thousands a second;
 * everything else at {@code info}, failures of Stet itself at {@code error}.
 */
public final class RequestLog implements RequestObserver {
  private static final Logger LOG = LoggerFactory.getLogger("dev.stet.requests");
  private static final Set<String> READS = Set.of("GET", "HEAD");

  @Override
  public void answered(Exchange exchange, String route, Reply reply, long nanos) {
    Level level = level(exchange, reply);
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    LOG.atLevel(level)
        .addKeyValue("status", reply.status())
        .addKeyValue("micros", nanos / 1000)
        .addKeyValue("request", exchange.requestId())
        .addKeyValue("from", exchange.caller().address())
        .log("{} {}", exchange.method(), exchange.path().replaceAll("\\p{Cntrl}", " "));
  }

  private static Level level(Exchange exchange, Reply reply) {
    if (reply.status() >= 500) {
      return Level.ERROR;
    }
    return READS.contains(exchange.method()) ? Level.DEBUG : Level.INFO;
  }
}
