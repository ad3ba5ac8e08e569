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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One tag, and below it all that happened to its name: what stands first, then what was refused.
 */
record ShowResult(Place place, TagHistory history, Instant now) implements Result {
  private static final String TAG = "tag";
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
    List<String> lines = new ArrayList<>(List.of(history.repository() + ":" + tag.name()));
    about(tag).forEach((what, value) -> lines.add("  %-9s %s".formatted(what, value)));
    lines.add("");
    return lines;
  }

  /** What there is to say of it, in order. */
  private Map<String, String> about(Tag tag) {
    Map<String, String> about = new LinkedHashMap<>();
    if (!tag.kind().equals(TAG)) {
      about.put("kind", tag.kind());
    }
    Optional.ofNullable(tag.tag()).ifPresent(it -> about.put("points to", it));
    Optional.ofNullable(tag.follow()).ifPresent(it -> about.put("follows", it));
    if (!tag.digest().isEmpty()) {
      about.put("digest", tag.digest());
      about.put("type", tag.mediaType());
    }
    about.put(
        tag.kind().equals(TAG) ? "pushed" : "moved",
        when(tag.pushedAt()) + " by " + described(tag.pushedBy()));
    Optional.ofNullable(tag.revision()).ifPresent(it -> about.put("revision", it));
    Optional.ofNullable(tag.deletedAt())
        .ifPresent(it -> about.put("deleted", when(it) + ": " + tag.deletedReason()));
    return about;
  }

  private String when(Instant moment) {
    return moment + " (" + Cell.moment(moment, now).shown() + ")";
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
        Cell.digest(entry.digest() == null ? entry.previous() : entry.digest()),
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

  /** The name, if it names something. */
  private Stream<Tag> tag() {
    Tag tag = history.tag();
    return tag != null && tag.deletedAt() == null && !tag.digest().isEmpty()
        ? Stream.of(tag)
        : Stream.empty();
  }
}
