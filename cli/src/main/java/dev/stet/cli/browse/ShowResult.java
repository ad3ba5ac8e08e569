package dev.stet.cli.browse;

import dev.stet.api.Actor;
import dev.stet.api.HistoryEntry;
import dev.stet.api.RefusedPush;
import dev.stet.api.Tag;
import dev.stet.api.TagHistory;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.cli.server.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One tag, and below it all that happened to its name: what stands first, then what was refused.
 */
record ShowResult(Place place, TagHistory history, Instant now) implements Result {
  private static final List<String> HEADINGS =
      List.of("EVENT", "WHEN", "DIGEST", "BY", "REVISION", "NOTE");

  @Override
  public Object document() {
    return history;
  }

  @Override
  public List<String> heading() {
    Tag tag = history.tag();
    if (tag == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(history.repository() + ":" + tag.name());
    lines.add("  digest    " + tag.digest());
    lines.add("  type      " + tag.mediaType());
    lines.add(
        "  pushed    "
            + tag.pushedAt()
            + " ("
            + Cell.moment(tag.pushedAt(), now).shown()
            + ") by "
            + described(tag.pushedBy()));
    if (tag.revision() != null) {
      lines.add("  revision  " + tag.revision());
    }
    lines.add("");
    return lines;
  }

  @Override
  public Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    history.history().forEach(entry -> rows.add(row(entry)));
    history.refused().forEach(push -> rows.add(row(push)));
    return new Table(HEADINGS, rows);
  }

  private List<Cell> row(HistoryEntry entry) {
    return List.of(
        Cell.text(entry.event()),
        Cell.moment(entry.at(), now),
        entry.digest() == null ? Cell.text("") : Cell.digest(entry.digest()),
        Cell.text(entry.by().name()),
        Cell.commit(entry.revision()),
        Cell.text(entry.note()));
  }

  private List<Cell> row(RefusedPush push) {
    return List.of(
        Cell.text("refused"),
        Cell.moment(push.last(), now),
        Cell.digest(push.digest()),
        Cell.text(push.by().name()),
        Cell.text(""),
        Cell.text(push.reason() + (push.count() > 1 ? ", " + push.count() + " times" : "")));
  }

  private static String described(Actor actor) {
    return actor.name() + " (" + actor.trust() + ", from " + actor.source() + ")";
  }

  @Override
  public List<String> names() {
    return tag().map(tag -> place.reference(tag.name(), tag.digest())).toList();
  }

  @Override
  public List<String> identifiers() {
    return tag().map(Tag::digest).toList();
  }

  private Stream<Tag> tag() {
    return Stream.ofNullable(history.tag());
  }
}
