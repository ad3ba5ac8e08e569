package dev.stet.cli.browse;

import dev.stet.api.Actor;
import dev.stet.api.HistoryEntry;
import dev.stet.api.NameAt;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.cli.server.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a name named at a moment. */
record WhenResult(Place place, NameAt at, Instant now) implements Result {
  private static final List<String> HEADINGS = List.of("TAG", "DIGEST", "SINCE", "BY");

  @Override
  public Object document() {
    return at;
  }

  @Override
  public Table table() {
    String by = Optional.ofNullable(at.event()).map(HistoryEntry::by).map(Actor::name).orElse("");
    return new Table(
        HEADINGS,
        List.of(
            List.of(
                Cell.text(at.tag()),
                Cell.digest(at.digest()),
                Cell.moment(at.since(), now),
                Cell.text(by))));
  }

  @Override
  public List<String> names() {
    return List.of(place.reference(at.tag(), at.digest()));
  }

  @Override
  public List<String> identifiers() {
    return at.digest() == null ? List.of() : List.of(at.digest());
  }
}
