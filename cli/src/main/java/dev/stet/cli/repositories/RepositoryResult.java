package dev.stet.cli.repositories;

import dev.stet.api.RepositoryDetail;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.time.Instant;
import java.util.List;

/** One repository, a line for each thing that is known of it. */
record RepositoryResult(String host, RepositoryDetail detail, Instant now) implements Result {
  @Override
  public Object document() {
    return detail;
  }

  @Override
  public List<String> heading() {
    return List.of(detail.name());
  }

  @Override
  public Table table() {
    return new Table(
        List.of("", ""),
        List.of(
            row("kind", Cell.text(detail.kind())),
            row("created", Cell.moment(detail.createdAt(), now)),
            row("tags", Cell.number(detail.tags())),
            row("channels", Cell.number(detail.channels())),
            row("pins", Cell.number(detail.pins())),
            row("size", Cell.bytes(detail.bytes()))));
  }

  private static List<Cell> row(String what, Cell value) {
    return List.of(new Cell("  " + what, what), value);
  }

  @Override
  public List<String> names() {
    return List.of(host + "/" + detail.name());
  }

  @Override
  public List<String> identifiers() {
    return List.of(detail.name());
  }
}
