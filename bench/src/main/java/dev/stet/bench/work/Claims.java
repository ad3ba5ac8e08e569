package dev.stet.bench.work;

import dev.stet.bench.load.Latencies;
import dev.stet.bench.report.Figure;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import java.io.IOException;
import java.util.Map;

/** One client, then 32 at once, claim tags. */
final class Claims implements Work {
  private static final String REPOSITORY = "bench/claim";
  private static final int PARALLEL = 32;

  private final Scale scale;
  private final Claimer claimer = new Claimer();

  Claims(Scale scale) {
    this.scale = scale;
  }

  @Override
  public String name() {
    return "claim";
  }

  @Override
  public void prepare(RunningServer server) throws IOException {
    claimer.prepare(server, REPOSITORY);
  }

  @Override
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    Latencies alone = claim(server, 1);
    double cpuBefore = server.usage().cpuSeconds();
    Latencies together = claim(server, PARALLEL);
    double cpuSeconds = server.usage().cpuSeconds() - cpuBefore;
    claimer.pullLast(server, REPOSITORY);
    return Map.of(
        Figure.CLAIM_P50, alone.millis(50),
        Figure.CLAIM_RATE, together.rate(),
        Figure.CLAIMS_P99, together.millis(99),
        Figure.CLAIM_CPU, cpuSeconds / together.count() * 1e3);
  }

  private Latencies claim(RunningServer server, int clients) throws IOException {
    return claimer.claim(server, REPOSITORY, clients, scale.time());
  }
}
