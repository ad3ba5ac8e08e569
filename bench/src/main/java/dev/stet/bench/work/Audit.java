package dev.stet.bench.work;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import dev.stet.bench.client.WrongAnswerException;
import dev.stet.bench.content.GeneratedLog;
import dev.stet.bench.load.Latencies;
import dev.stet.bench.report.LogFigure;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.Ended;
import dev.stet.bench.server.RunningServer;
import dev.stet.bench.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The {@code stet} command audits a large log, which this process serves; then proofs from it are
 * verified here. What serves the registry has no part in it.
 */
final class Audit implements Work {
  private static final int PROOFS = 200;

  private final Path stet;
  private final Scale scale;
  private final GeneratedLog log;
  private final SplittableRandom random = new SplittableRandom(1);

  /**
   * Writes the log.
   *
   * @param stet the command
   * @param folder on the disk of the servers
   */
  Audit(Path stet, Path folder, Scale scale) throws IOException {
    this.stet = stet;
    this.scale = scale;
    this.log = GeneratedLog.write(folder.resolve("generated"), scale.entries(), new SecureRandom());
  }

  @Override
  public String name() {
    return AUDIT;
  }

  @Override
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    if (!server.server().name().equals(Server.STET)) {
      return Map.of();
    }
    Ended audit = audit(Files.createTempDirectory(server.folder(), "audit-"));
    byte[] proof = log.proof(log.size() - 1);
    return Map.of(
        LogFigure.AUDIT, audit.seconds(),
        LogFigure.AUDIT_MEMORY, audit.peakResidentMib(),
        LogFigure.PROOF, (double) proof.length,
        LogFigure.VERIFICATION, verify().millis(50));
  }

  private Ended audit(Path folder) throws IOException {
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            log.folder(),
            OutputLevel.NONE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.start();
      Ended audit =
          Ended.run(command(server.getAddress().getPort(), folder), folder.resolve("said"));
      check(audit.output());
      return audit;
    } finally {
      server.stop(0);
    }
  }

  private List<String> command(int port, Path folder) {
    return List.of(
        stet.toString(),
        "audit-log",
        "--once",
        "--log=http://127.0.0.1:" + port + "/",
        "--key=" + log.key(),
        "--name=auditor.example/bench",
        "--data=" + folder.resolve("data"));
  }

  private void check(String said) {
    int size = scale.entries();
    String wanted = "%d entries, %d tags, signed up to %d".formatted(size, size - 1, size);
    if (!said.lines().toList().contains(wanted)) {
      throw new WrongAnswerException("stet audit-log", wanted, said);
    }
  }

  private Latencies verify() {
    long[] nanos = new long[PROOFS];
    long begin = System.nanoTime();
    for (int i = 0; i < PROOFS; i++) {
      int index = 1 + random.nextInt(log.size() - 1);
      byte[] proof = log.proof(index);
      long before = System.nanoTime();
      log.verify(proof, index);
      nanos[i] = System.nanoTime() - before;
    }
    return new Latencies(nanos, (System.nanoTime() - begin) / 1e9);
  }
}
