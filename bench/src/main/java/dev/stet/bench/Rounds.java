package dev.stet.bench;

import dev.stet.bench.report.Figure;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.report.Results;
import dev.stet.bench.server.Programs;
import dev.stet.bench.server.RunningServer;
import dev.stet.bench.server.Server;
import dev.stet.bench.server.Usage;
import dev.stet.bench.work.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lets the servers take turns: in each round of each work every server does it once, so that what
 * disturbs the machine for a while disturbs all alike. A first round warms up and is not counted.
 */
final class Rounds {
  private static final Duration UNTIL_IDLE = Duration.ofSeconds(2);

  private final Bench bench;
  private final List<Server> servers;
  private final int rounds;
  private final PrintWriter progress;
  private final Results results = new Results();

  Rounds(Bench bench, List<Server> servers, int rounds, PrintWriter progress) {
    this.bench = bench;
    this.servers = List.copyOf(servers);
    this.rounds = rounds;
    this.progress = progress;
  }

  /** What was measured. */
  Results results() {
    return results;
  }

  /** Starts and stops each server, in turn. */
  void measureStarts() throws IOException {
    measureStarts(servers, Rounds::startOf);
  }

  private static Map<Quantity, Double> startOf(RunningServer server) {
    double cpuMillis = server.usage().cpuSeconds() * 1e3;
    RunningServer.pause(UNTIL_IDLE);
    return Map.of(
        Figure.START, server.startMillis(),
        Figure.START_CPU, cpuMillis,
        Figure.IDLE_MEMORY, server.usage().residentMib());
  }

  /** Starts and stops Stet as it starts without an AOT cache. */
  void measurePlainStarts(Server stet) throws IOException {
    measureStarts(List.of(stet), server -> Map.of(Figure.PLAIN_START, server.startMillis()));
  }

  private void measureStarts(
      List<Server> started, Function<RunningServer, Map<Quantity, Double>> measurement)
      throws IOException {
    for (int round = 0; round <= rounds; round++) {
      for (Server server : started) {
        RunningServer running = bench.start(server, "start-" + server.name());
        record(round, "start", server.name(), measurement.apply(running));
        bench.stop(running);
      }
    }
  }

  /** Lets all servers do all work. */
  void measure(List<Work> works) throws IOException {
    List<RunningServer> running = new ArrayList<>();
    for (Server server : servers) {
      running.add(bench.start(server, server.name()));
    }
    measure(works, running);
    for (RunningServer server : running) {
      Usage usage = server.usage();
      results.add(
          server.server().name(),
          Map.of(
              Figure.LOADED_MEMORY, usage.residentMib(),
              Figure.PEAK_MEMORY, usage.peakResidentMib()));
    }
  }

  /**
   * Lets other servers do some work, and stops them.
   *
   * @param name of the folder for all they keep
   */
  void measure(List<Work> works, List<Server> others, String name) throws IOException {
    List<RunningServer> running = new ArrayList<>();
    for (Server server : others) {
      running.add(bench.start(server, name + "/" + server.name()));
    }
    measure(works, running);
    running.forEach(bench::stop);
  }

  private void measure(List<Work> works, List<RunningServer> running) throws IOException {
    for (Work work : works) {
      List<RunningServer> able =
          running.stream()
              .filter(server -> server.server().takesPushes() || !work.needsPushes())
              .toList();
      for (RunningServer server : able) {
        work.prepare(server);
      }
      for (int round = 0; round <= rounds; round++) {
        measure(work, able, round);
      }
    }
  }

  private void measure(Work work, List<RunningServer> able, int round) throws IOException {
    record(round, work.name(), Results.NO_SERVER, work.measureFloor(bench.folder()));
    for (RunningServer server : able) {
      settle();
      record(round, work.name(), server.server().name(), work.measure(server));
    }
  }

  /** Writes out what others have left in the page cache. */
  private static void settle() throws IOException {
    Programs.output(List.of("sync"));
  }

  private void record(int round, String work, String server, Map<Quantity, Double> measured) {
    if (round > 0) {
      results.add(server, measured);
    }
    if (!measured.isEmpty()) {
      String which = round == 0 ? "warm-up" : "round " + round + " of " + rounds;
      progress.printf("%s, %s, %s:", work, which, server);
      measured.entrySet().stream()
          .sorted(Comparator.comparing(e -> e.getKey().fullTitle()))
          .forEach(
              e ->
                  progress.printf(
                      " %s: %.2f %s;", e.getKey().fullTitle(), e.getValue(), e.getKey().unit()));
      progress.println();
      progress.flush();
    }
  }
}
