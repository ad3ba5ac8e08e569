package dev.stet.cli.log;

import dev.stet.api.Api;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.log.Checkpoint;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Entries of a log, the oldest first. */
record EntriesResult(Checkpoint checkpoint, List<Entry> entries, Instant now) implements Result {
  private static final List<String> HEADINGS =
      List.of("INDEX", "TYPE", "WHEN", "REPOSITORY", "TAG", "DIGEST", "NOTE");

  /** The document. */
  record Document(String apiVersion, String origin, long size, List<Entry> entries) {}

  @Override
  public Object document() {
    return new Document(Api.VERSION, checkpoint.origin(), checkpoint.size(), entries);
  }

  @Override
  public Table table() {
    return new Table(HEADINGS, entries.stream().map(this::row).toList());
  }

  private List<Cell> row(Entry entry) {
    return List.of(
        Cell.number(entry.index()),
        Cell.text(entry.type()),
        Cell.moment(entry.at(), now),
        Cell.text(entry.repository()),
        Cell.text(entry.tag()),
        Cell.digest(entry.digest()),
        Cell.text(note(entry)));
  }

  private static String note(Entry entry) {
    if (entry.origin() != null) {
      return entry.origin();
    }
    if (entry.assigned() == null) {
      return "";
    }
    String reason = Objects.requireNonNullElse(entry.reason(), "");
    return (reason.isEmpty() ? "" : reason + ", ") + "of entry " + entry.assigned();
  }

  @Override
  public List<String> names() {
    return entries.stream()
        .filter(it -> it.repository() != null)
        .map(
            it -> it.repository() + ":" + it.tag() + (it.digest() == null ? "" : "@" + it.digest()))
        .toList();
  }

  @Override
  public List<String> identifiers() {
    return entries.stream().map(it -> Long.toString(it.index())).toList();
  }
}
