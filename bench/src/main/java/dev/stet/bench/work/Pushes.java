package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.content.SmallImage;
import dev.stet.bench.load.Clients;
import dev.stet.bench.load.Latencies;
import dev.stet.bench.report.Figure;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One client, then 16 at once, push whole small images, each under a tag of its own. */
final class Pushes implements Work {
  private static final String REPOSITORY = "bench/push";
  private static final int PARALLEL = 16;

  private final Scale scale;
  private final AtomicLong number = new AtomicLong();

  Pushes(Scale scale) {
    this.scale = scale;
  }

  @Override
  public String name() {
    return "push";
  }

  @Override
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    Latencies alone = Clients.repeat(server.address(), 1, scale.time(), this::push);
    double cpuBefore = server.usage().cpuSeconds();
    Latencies together = Clients.repeat(server.address(), PARALLEL, scale.time(), this::push);
    double cpuSeconds = server.usage().cpuSeconds() - cpuBefore;
    pullLast(server);
    return Map.of(
        Figure.PUSH_P50, alone.millis(50),
        Figure.PUSH_RATE, together.rate(),
        Figure.PUSHES_P50, together.millis(50),
        Figure.PUSHES_P99, together.millis(99),
        Figure.PUSH_CPU, cpuSeconds / together.count() * 1e3);
  }

  private void push(Client client) throws IOException {
    long next = number.incrementAndGet();
    client.push(REPOSITORY, tag(next), new SmallImage(next));
  }

  private static String tag(long number) {
    return "p" + number;
  }

  /** All pushes have ended, so the image of the last number is there whole. */
  private void pullLast(RunningServer server) throws IOException {
    SmallImage image = new SmallImage(number.get());
    try (Client client = new Client(server.address())) {
      client.pull(
          Client.manifestPath(REPOSITORY, tag(number.get())),
          image.manifestDigest(),
          image.manifest().length);
      client.pull(
          Client.blobPath(REPOSITORY, image.configDigest()),
          image.configDigest(),
          image.config().length);
      client.pull(
          Client.blobPath(REPOSITORY, image.layerDigest()),
          image.layerDigest(),
          image.layer().length);
    }
  }
}
