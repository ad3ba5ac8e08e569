package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.report.LogFigure;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * One client claims tags, one after the other, at a server whose syncs are counted: how many a
 * claim takes, but for the few that find the write-ahead log long and begin it anew.
 */
final class Syncs implements Work {
  private static final String REPOSITORY = "bench/syncs";
  private static final int CLAIMS = 100;

  private final Claimer claimer = new Claimer();

  @Override
  public String name() {
    return LOG;
  }

  @Override
  public void prepare(RunningServer server) throws IOException {
    claimer.prepare(server, REPOSITORY);
  }

  @Override
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    long[] syncs = new long[CLAIMS];
    try (Client client = new Client(server.address())) {
      for (int i = 0; i < CLAIMS; i++) {
        long before = server.syncs();
        claimer.claim(client, REPOSITORY);
        syncs[i] = server.syncs() - before;
      }
    }
    claimer.pullLast(server, REPOSITORY);
    return Map.of(LogFigure.SYNCS, (double) median(syncs));
  }

  private static long median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
