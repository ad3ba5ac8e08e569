package dev.stet.cli.names;

import dev.stet.api.Pin;
import dev.stet.api.PinList;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.cli.server.Place;
import java.time.Instant;
import java.util.List;

/** The pins of a repository. */
record PinsResult(Place place, PinList list, Instant now) implements Result {
  private static final List<String> HEADINGS = List.of("DIGEST", "TAGS", "PINNED", "BY", "NOTE");

  @Override
  public Object document() {
    return list;
  }

  @Override
  public Table table() {
    return new Table(HEADINGS, list.pins().stream().map(this::row).toList());
  }

  private List<Cell> row(Pin pin) {
    return List.of(
        Cell.digest(pin.digest()),
        Cell.text(String.join(" ", pin.tags())),
        Cell.moment(pin.pinnedAt(), now),
        Cell.text(pin.pinnedBy().name()),
        Cell.text(pin.note()));
  }

  @Override
  public List<String> names() {
    return list.pins().stream()
        .map(pin -> place.reference(pin.tags().stream().findFirst().orElse(null), pin.digest()))
        .toList();
  }

  @Override
  public List<String> identifiers() {
    return list.pins().stream().map(Pin::digest).toList();
  }
}
