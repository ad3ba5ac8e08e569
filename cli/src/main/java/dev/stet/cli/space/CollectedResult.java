package dev.stet.cli.space;

import dev.stet.api.Collected;
import dev.stet.api.CollectedList;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.cli.server.Place;
import java.time.Instant;
import java.util.List;

/** What is out of sight and can come back. */
record CollectedResult(String host, CollectedList list, Instant now) implements Result {
  private static final List<String> HEADINGS =
      List.of("REPOSITORY", "DIGEST", "KIND", "SIZE", "DELETED", "REASON", "PURGED AFTER");

  @Override
  public Object document() {
    return list;
  }

  @Override
  public Table table() {
    return new Table(HEADINGS, list.collected().stream().map(this::row).toList());
  }

  private List<Cell> row(Collected collected) {
    return List.of(
        Cell.text(collected.repository()),
        Cell.digest(collected.digest()),
        Cell.text(collected.kind()),
        Cell.bytes(collected.size()),
        Cell.moment(collected.deletedAt(), now),
        Cell.text(collected.reason()),
        Cell.text(collected.purgedAfter().toString()));
  }

  @Override
  public List<String> names() {
    return list.collected().stream()
        .map(it -> new Place(host, it.repository()).reference(null, it.digest()))
        .toList();
  }

  @Override
  public List<String> identifiers() {
    return list.collected().stream().map(Collected::digest).toList();
  }
}
