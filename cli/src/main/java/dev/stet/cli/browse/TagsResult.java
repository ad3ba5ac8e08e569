package dev.stet.cli.browse;

import dev.stet.api.Api;
import dev.stet.api.Tag;
import dev.stet.api.TagList;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.cli.server.Place;
import java.time.Instant;
import java.util.List;

/** The tags of a repository, in the order given. */
record TagsResult(Place place, List<Tag> tags, Instant now) implements Result {
  private static final List<String> HEADINGS =
      List.of("TAG", "DIGEST", "PUSHED", "BY", "REVISION", "KIND");

  @Override
  public Object document() {
    return new TagList(Api.VERSION, place.repository(), tags, null);
  }

  @Override
  public Table table() {
    return new Table(HEADINGS, tags.stream().map(this::row).toList());
  }

  private List<Cell> row(Tag tag) {
    return List.of(
        Cell.text(tag.name()),
        Cell.digest(tag.digest()),
        Cell.moment(tag.pushedAt(), now),
        Cell.text(tag.pushedBy().name()),
        Cell.commit(tag.revision()),
        Cell.text(tag.kind()));
  }

  @Override
  public List<String> names() {
    return tags.stream().map(tag -> place.reference(tag.name(), tag.digest())).toList();
  }

  @Override
  public List<String> identifiers() {
    return tags.stream().map(Tag::name).toList();
  }
}
