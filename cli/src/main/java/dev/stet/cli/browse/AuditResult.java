package dev.stet.cli.browse;

import dev.stet.api.AuditEntry;
import dev.stet.api.AuditList;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.time.Instant;
import java.util.List;

/** Entries of the audit trail, in the order given. */
record AuditResult(AuditList list, Instant now) implements Result {
  private static final List<String> HEADINGS =
      List.of(
          "NUMBER", "WHEN", "BY", "ACTION", "REPOSITORY", "SUBJECT", "BEFORE", "AFTER", "REASON");

  @Override
  public Object document() {
    return list;
  }

  @Override
  public Table table() {
    return new Table(HEADINGS, list.entries().stream().map(this::row).toList());
  }

  private List<Cell> row(AuditEntry entry) {
    return List.of(
        Cell.number(entry.number()),
        Cell.moment(entry.at(), now),
        Cell.text(entry.by().name()),
        Cell.text(entry.action()),
        Cell.text(entry.repository()),
        Cell.brief(entry.subject()),
        Cell.brief(entry.before()),
        Cell.brief(entry.after()),
        Cell.brief(entry.reason()));
  }

  @Override
  public List<String> names() {
    return identifiers();
  }

  @Override
  public List<String> identifiers() {
    return list.entries().stream().map(entry -> Long.toString(entry.number())).toList();
  }
}
