package dev.stet.cli.repositories;

import dev.stet.api.Declaration;
import dev.stet.api.DeclarationList;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.time.Instant;
import java.util.List;

/** What was declared, in the order given. */
record DeclarationsResult(String host, DeclarationList list, Instant now) implements Result {
  private static final List<String> HEADINGS = List.of("PATTERN", "KIND", "DECLARED", "BY");

  @Override
  public Object document() {
    return list;
  }

  @Override
  public Table table() {
    return new Table(HEADINGS, list.declarations().stream().map(this::row).toList());
  }

  private List<Cell> row(Declaration declaration) {
    return List.of(
        Cell.text(declaration.pattern()),
        Cell.text(declaration.kind()),
        Cell.moment(declaration.declaredAt(), now),
        Cell.text(declaration.declaredBy().name()));
  }

  @Override
  public List<String> names() {
    return identifiers().stream().map(pattern -> host + "/" + pattern).toList();
  }

  @Override
  public List<String> identifiers() {
    return list.declarations().stream().map(Declaration::pattern).toList();
  }
}
