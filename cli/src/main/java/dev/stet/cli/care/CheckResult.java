package dev.stet.cli.care;

import dev.stet.api.Check;
import dev.stet.api.Damage;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.util.List;

/** What a check found. */
record CheckResult(Check check) implements Result {
  private static final List<String> HEADINGS = List.of("KIND", "SUBJECT", "REPAIRED", "PROBLEM");

  @Override
  public Object document() {
    return check;
  }

  @Override
  public Table table() {
    return new Table(HEADINGS, check.problems().stream().map(CheckResult::row).toList());
  }

  private static List<Cell> row(Damage damage) {
    return List.of(
        Cell.text(damage.kind()),
        Cell.text(damage.subject()),
        Cell.text(damage.repaired() ? "repaired" : ""),
        Cell.text(damage.message()));
  }

  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public List<String> identifiers() {
    return check.problems().stream().map(Damage::subject).toList();
  }
}
