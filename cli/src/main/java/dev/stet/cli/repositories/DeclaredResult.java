package dev.stet.cli.repositories;

import dev.stet.api.Declared;
import dev.stet.api.DeclaredName;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.util.ArrayList;
import java.util.List;

/** What was declared, or would be, and what became of the names that moved until then. */
record DeclaredResult(String host, Declared declared, boolean dryRun) implements Result {
  /** The document. */
  record Document(
      String apiVersion,
      String pattern,
      String kind,
      boolean changed,
      List<DeclaredName> names,
      boolean dryRun) {}

  @Override
  public Object document() {
    return new Document(
        declared.apiVersion(),
        declared.pattern(),
        declared.kind(),
        declared.changed(),
        declared.names(),
        dryRun);
  }

  @Override
  public Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(List.of(Cell.text(pattern()), Cell.text(declared.kind())));
    for (DeclaredName name : declared.names()) {
      rows.add(List.of(Cell.text(pattern() + ":" + name.name()), Cell.text(name.kind())));
    }
    return new Table(List.of("NAME", "KIND"), rows);
  }

  private String pattern() {
    return host + "/" + declared.pattern();
  }

  @Override
  public List<String> names() {
    return List.of(pattern());
  }

  @Override
  public List<String> identifiers() {
    return List.of(declared.pattern());
  }
}
