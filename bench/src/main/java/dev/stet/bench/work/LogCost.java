package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.client.WrongAnswerException;
import dev.stet.bench.load.Latencies;
import dev.stet.bench.report.LogFigure;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import dev.stet.bench.server.Server;
import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** One client, then 64 at once, claim tags; what these take on the disk afterwards. */
final class LogCost implements Work {
  private static final String REPOSITORY = "bench/log";
  private static final int PARALLEL = 64;

  private final Scale scale;
  private final Claimer claimer = new Claimer();

  LogCost(Scale scale) {
    this.scale = scale;
  }

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
    long before = logged(server);
    Latencies alone = claim(server, 1);
    double cpuBefore = server.usage().cpuSeconds();
    Latencies together = claim(server, PARALLEL);
    double cpuSeconds = server.usage().cpuSeconds() - cpuBefore;
    claimer.pullLast(server, REPOSITORY);
    requireLogged(server, before, alone.count() + together.count());
    Map<Quantity, Double> measured = new HashMap<>(DatabaseSizes.perTag(server));
    if (!logs(server)) {
      measured.keySet().retainAll(Set.of(LogFigure.DATABASE));
    }
    measured.put(LogFigure.CLAIM_RATE, alone.rate());
    measured.put(LogFigure.CLAIMS_RATE, together.rate());
    measured.put(LogFigure.CLAIMS_CPU, cpuSeconds / together.count() * 1e3);
    return measured;
  }

  private Latencies claim(RunningServer server, int clients) throws IOException {
    return claimer.claim(server, REPOSITORY, clients, scale.time());
  }

  /** Checks that all that was claimed is in the log, or nothing where there shall be none. */
  private static void requireLogged(RunningServer server, long before, long claims)
      throws IOException {
    long wanted = logs(server) ? before + claims : before;
    long got = logged(server);
    if (got != wanted) {
      throw new WrongAnswerException("the size of the log", wanted, got);
    }
  }

  private static boolean logs(RunningServer server) {
    return !server.server().name().equals(Server.WITHOUT_LOG);
  }

  private static long logged(RunningServer server) throws IOException {
    try (Client client = new Client(server.address())) {
      byte[] note = client.text("/log/checkpoint").getBytes(StandardCharsets.UTF_8);
      return Checkpoint.parse(Note.parse(note).text()).size();
    }
  }
}
