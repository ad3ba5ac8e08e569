package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.content.SmallImage;
import dev.stet.bench.load.Clients;
import dev.stet.bench.load.Latencies;
import dev.stet.bench.report.Figure;
import dev.stet.bench.server.RunningServer;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client, then 32 at once, push manifests of blobs that are there already, each another
 * manifest under another tag.
 */
final class Claims implements Work {
  private static final String REPOSITORY = "bench/claim";
  private static final int PARALLEL = 32;

  private final Scale scale;
  private final SmallImage image = new SmallImage(0);
  private final AtomicLong number = new AtomicLong();

  Claims(Scale scale) {
    this.scale = scale;
  }

  @Override
  public String name() {
    return "claim";
  }

  @Override
  public boolean needsPushes() {
    return true;
  }

  @Override
  public void prepare(RunningServer server) throws IOException {
    try (Client client = new Client(server.address())) {
      client.pushBlob(REPOSITORY, image.layerDigest(), image.layer());
      client.pushBlob(REPOSITORY, image.configDigest(), image.config());
    }
  }

  @Override
  public Map<Figure, Double> measure(RunningServer server) throws IOException {
    Latencies alone = Clients.repeat(server.address(), 1, scale.time(), this::claim);
    double cpuBefore = server.usage().cpuSeconds();
    Latencies together = Clients.repeat(server.address(), PARALLEL, scale.time(), this::claim);
    double cpuSeconds = server.usage().cpuSeconds() - cpuBefore;
    pullLast(server);
    return Map.of(
        Figure.CLAIM_P50, alone.millis(50),
        Figure.CLAIM_RATE, together.rate(),
        Figure.CLAIMS_P99, together.millis(99),
        Figure.CLAIM_CPU, cpuSeconds / together.count() * 1e3);
  }

  private void claim(Client client) throws IOException {
    long next = number.incrementAndGet();
    byte[] manifest = image.manifestOf(next);
    client.putManifest(REPOSITORY, tag(next), manifest, Digest.sha256(manifest));
  }

  private static String tag(long number) {
    return "c" + number;
  }

  private void pullLast(RunningServer server) throws IOException {
    byte[] manifest = image.manifestOf(number.get());
    try (Client client = new Client(server.address())) {
      client.pull(
          Client.manifestPath(REPOSITORY, tag(number.get())),
          Digest.sha256(manifest),
          manifest.length);
    }
  }
}
