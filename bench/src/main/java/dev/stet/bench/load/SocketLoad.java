package dev.stet.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Reads by this program's own clients, which cost more of the processors than wrk does. */
public final class SocketLoad implements ReadLoad {
  @Override
  public String name() {
    return "sockets of its own";
  }

  @Override
  public Count run(InetSocketAddress server, String target, long length, Duration time)
      throws IOException {
    Latencies latencies =
        Clients.repeat(server, CONNECTIONS, time, client -> client.fetch(target, length));
    return new Count(latencies.count(), latencies.count() / latencies.rate());
  }
}
