package dev.stet.bench.work;

import dev.stet.bench.report.Curve;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import java.io.IOException;
import java.util.Map;

/** Clients claim tags at once. */
final class ManyClients implements Work {
  private static final String REPOSITORY = "bench/clients";

  private final int clients;
  private final Scale scale;
  private final Claimer claimer = new Claimer();

  ManyClients(int clients, Scale scale) {
    this.clients = clients;
    this.scale = scale;
  }

  @Override
  public String name() {
    return "clients";
  }

  private String repository() {
    return REPOSITORY + clients;
  }

  @Override
  public void prepare(RunningServer server) throws IOException {
    claimer.prepare(server, repository());
  }

  @Override
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    double rate = claimer.claim(server, repository(), clients, scale.shortTime()).rate();
    claimer.pullLast(server, repository());
    return Map.of(Curve.CLAIMS_OF_CLIENTS.at(clients), rate);
  }
}
