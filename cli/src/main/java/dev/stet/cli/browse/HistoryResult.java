package dev.stet.cli.browse;

import dev.stet.api.Api;
import dev.stet.api.HistoryEntry;
import dev.stet.api.HistoryList;
import dev.stet.api.RefusedPush;
import dev.stet.api.TagHistory;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.cli.server.Place;
import dev.stet.oci.TagName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in the order in which it did; pushes that were refused stand where the last was.
 */
public final class HistoryResult implements Result {
  /** One line of it. */
  private record Line(
      Instant at, @Nullable String name, @Nullable String digest, List<Cell> cells) {}

  private static final List<String> HEADINGS =
      List.of("WHEN", "EVENT", "NAME", "DIGEST", "BY", "REVISION", "NOTE");

  private final Place place;
  private final Object document;
  private final List<Line> lines;

  private HistoryResult(Place place, Object document, Stream<Line> lines) {
    this.place = place;
    this.document = document;
    this.lines = lines.sorted(Comparator.comparing(Line::at)).toList(); // a stable sort
  }

  /** All that happened to one name. */
  public static HistoryResult of(Place place, TagName name, TagHistory history, Instant now) {
    return new HistoryResult(
        place,
        history,
        Stream.concat(
            history.history().stream().map(entry -> line(entry, now)),
            history.refused().stream().map(push -> line(push, name.value(), now))));
  }

  /** All that happened in a repository. */
  static HistoryResult of(Place place, List<HistoryEntry> entries, Instant now) {
    return new HistoryResult(
        place,
        new HistoryList(Api.VERSION, place.repository(), entries, null),
        entries.stream().map(entry -> line(entry, now)));
  }

  private static Line line(HistoryEntry entry, Instant now) {
    String digest = entry.digest() == null ? entry.previous() : entry.digest();
    return new Line(
        entry.at(),
        entry.name(),
        digest,
        List.of(
            Cell.moment(entry.at(), now),
            Cell.text(entry.event()),
            Cell.text(entry.name()),
            Cell.digest(digest),
            Cell.text(entry.by().name()),
            Cell.commit(entry.revision()),
            Cell.text(entry.note())));
  }

  private static Line line(RefusedPush push, String name, Instant now) {
    return new Line(
        push.last(),
        name,
        push.digest(),
        List.of(
            Cell.moment(push.last(), now),
            Cell.text("refused"),
            Cell.text(name),
            Cell.digest(push.digest()),
            Cell.text(push.by().name()),
            Cell.text(""),
            Cell.text(push.reason() + (push.count() > 1 ? ", " + push.count() + " times" : ""))));
  }

  @Override
  public Object document() {
    return document;
  }

  @Override
  public Table table() {
    return new Table(HEADINGS, lines.stream().map(Line::cells).toList());
  }

  @Override
  public List<String> names() {
    return lines.stream().map(line -> place.reference(line.name(), line.digest())).toList();
  }

  @Override
  public List<String> identifiers() {
    return lines.stream().flatMap(line -> Stream.ofNullable(line.digest())).toList();
  }
}
