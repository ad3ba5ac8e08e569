package dev.stet.bench.report;

import dev.stet.bench.server.Server;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Renders what the log of tags costs: Stet beside Stet without it. */
final class LogTable {
  private final Results results;

  LogTable(Results results) {
    this.results = results;
  }

  /** The section, or nothing if nothing of it was measured. */
  String render() {
    String rows =
        Arrays.stream(LogFigure.values())
            .filter(results::has)
            .map(this::row)
            .collect(Collectors.joining());
    List<String> head =
        List.of("measured", "unit", Server.STET, Server.WITHOUT_LOG, "stet ÷ stet without log");
    return rows.isEmpty() ? "" : "## The log of tags\n\n" + Report.head(head) + rows + "\n";
  }

  private String row(LogFigure figure) {
    Optional<Double> with = results.median(figure, Server.STET);
    Optional<Double> without = results.median(figure, Server.WITHOUT_LOG);
    return Report.row(
        List.of(
            figure.fullTitle(),
            figure.unit(),
            results.cell(figure, Server.STET),
            results.cell(figure, Server.WITHOUT_LOG),
            with.flatMap(a -> without.map(b -> Numbers.value(a / b))).orElse("–")));
  }
}
