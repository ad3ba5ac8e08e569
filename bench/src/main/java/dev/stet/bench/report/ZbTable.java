package dev.stet.bench.report;

import dev.stet.bench.server.Server;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Renders what zb measured: a row for each of its tests, in their order. */
final class ZbTable {
  private final Results results;
  private final List<String> servers;

  ZbTable(Results results, List<String> servers) {
    this.results = results;
    this.servers =
        servers.stream()
            .filter(
                server ->
                    results.zbTests().stream()
                        .anyMatch(test -> results.median(test, server).isPresent()))
            .toList();
  }

  /** The table, or nothing if zb was not there. */
  String render() {
    if (results.zbTests().isEmpty()) {
      return "";
    }
    List<String> head = new ArrayList<>(List.of("images /s, by zb"));
    head.addAll(servers);
    head.add("stet ÷ best peer");
    StringBuilder table = new StringBuilder(Report.head(head));
    results.zbTests().forEach(test -> table.append(row(test)));
    return table.append('\n').toString();
  }

  private String row(ZbTest test) {
    List<String> cells = new ArrayList<>(List.of(test.name()));
    servers.forEach(
        server -> cells.add(results.median(test, server).map(Numbers::value).orElse("–")));
    Optional<Double> best =
        servers.stream()
            .filter(server -> !server.equals(Server.STET))
            .flatMap(server -> results.median(test, server).stream())
            .max(Comparator.naturalOrder());
    cells.add(
        results
            .median(test, Server.STET)
            .flatMap(ours -> best.map(theirs -> Numbers.value(ours / theirs)))
            .orElse("–"));
    return Report.row(cells);
  }
}
