package dev.stet.bench.report;

import dev.stet.bench.report.Curve.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Renders how cost grows: a table for each thing that grows, with a column for each size. */
final class Growth {
  private final Results results;
  private final List<String> servers;

  Growth(Results results, List<String> servers) {
    this.results = results;
    this.servers = servers;
  }

  String render() {
    StringBuilder text = new StringBuilder();
    for (Axis axis : Axis.values()) {
      List<Integer> sizes = sizes(axis);
      if (!sizes.isEmpty()) {
        text.append(table(axis, sizes)).append('\n');
      }
    }
    return text.toString();
  }

  private List<Integer> sizes(Axis axis) {
    return results.points().stream()
        .filter(point -> point.curve().axis() == axis)
        .map(Point::size)
        .distinct()
        .sorted()
        .toList();
  }

  private String table(Axis axis, List<Integer> sizes) {
    List<String> head = new ArrayList<>(List.of(axis.title(), "unit", "server"));
    sizes.forEach(size -> head.add("%,d".formatted(size)));
    StringBuilder table = new StringBuilder(Report.head(head));
    Arrays.stream(Curve.values())
        .filter(curve -> curve.axis() == axis)
        .forEach(curve -> servers.forEach(server -> table.append(row(curve, server, sizes))));
    return table.toString();
  }

  /** A server that was not measured at any size has no row. */
  private String row(Curve curve, String server, List<Integer> sizes) {
    List<String> cells = new ArrayList<>(List.of(curve.title(), curve.unit(), server));
    sizes.forEach(
        size -> cells.add(results.median(curve.at(size), server).map(Numbers::value).orElse("–")));
    boolean measured =
        sizes.stream().anyMatch(size -> results.median(curve.at(size), server).isPresent());
    return measured ? Report.row(cells) : "";
  }
}
