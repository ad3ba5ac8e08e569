package dev.stet.bench.report;

import dev.stet.bench.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Renders what was measured as Markdown. */
public final class Report {
  private final Results results;
  private final List<String> servers;

  /**
   * Takes what was measured.
   *
   * @param servers the servers that took part, in the order of the columns
   */
  public Report(Results results, List<String> servers) {
    this.results = results;
    this.servers = List.copyOf(servers);
  }

  /**
   * The whole measured part of the page.
   *
   * @param circumstances where, when and with what it was measured, one line of a list each
   */
  public String render(List<String> circumstances) {
    return circumstances.stream().map(line -> "- " + line + "\n").collect(Collectors.joining())
        + "\n## Figures\n\n"
        + figures()
        + "\n## How cost grows\n\n"
        + new Growth(results, servers).render()
        + new ZbTable(results, servers).render()
        + new LogTable(results).render()
        + "## Targets\n\n"
        + targets();
  }

  private String figures() {
    List<String> head = new ArrayList<>(List.of("measured", "unit"));
    head.addAll(servers);
    boolean ratio = servers.containsAll(List.of(Server.STET, Server.DISTRIBUTION));
    if (ratio) {
      head.add("stet ÷ distribution");
    }
    StringBuilder table = new StringBuilder(head(head));
    for (Figure figure : Figure.values()) {
      if (results.has(figure)) {
        table.append(row(cells(figure, ratio)));
      }
    }
    return table.toString();
  }

  private List<String> cells(Figure figure, boolean ratio) {
    List<String> cells = new ArrayList<>(List.of(figure.title(), figure.unit()));
    if (results.median(figure, Results.NO_SERVER).isPresent()) {
      cells.set(0, figure.title() + ": " + results.cell(figure, Results.NO_SERVER));
    }
    for (String server : servers) {
      cells.add(results.cell(figure, server));
    }
    if (ratio) {
      Optional<Double> ours = results.median(figure, Server.STET);
      Optional<Double> theirs =
          results.median(figure, Server.DISTRIBUTION).filter(value -> value > 0);
      cells.add(ours.flatMap(o -> theirs.map(t -> Numbers.value(o / t))).orElse("–"));
    }
    return cells;
  }

  private String targets() {
    List<String> head = List.of("work", "target", "reached", "");
    StringBuilder table = new StringBuilder(head(head));
    for (Target target : Targets.ALL) {
      Optional<Double> reached = target.reached(results);
      table.append(
          row(
              List.of(
                  target.quantity().fullTitle(),
                  target.wanted(),
                  reached.map(Numbers::value).orElse("–"),
                  reached.map(target::verdict).orElse("not measured"))));
    }
    return table.toString();
  }

  /** The row of titles of a table, and the line below it. */
  static String head(List<String> titles) {
    return row(titles) + row(titles.stream().map(_ -> "---").toList());
  }

  /** A row of a table. */
  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
