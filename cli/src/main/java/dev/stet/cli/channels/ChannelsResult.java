package dev.stet.cli.channels;

import dev.stet.api.Channel;
import dev.stet.api.ChannelList;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.cli.server.Place;
import java.time.Instant;
import java.util.List;

/** The channels of a repository, with what they point to. */
record ChannelsResult(Place place, ChannelList list, Instant now) implements Result {
  private static final List<String> HEADINGS =
      List.of("CHANNEL", "TAG", "DIGEST", "FOLLOWS", "MOVED", "BY");

  @Override
  public Object document() {
    return list;
  }

  @Override
  public Table table() {
    return new Table(HEADINGS, list.channels().stream().map(this::row).toList());
  }

  private List<Cell> row(Channel channel) {
    return List.of(
        Cell.text(channel.name()),
        Cell.text(channel.tag()),
        Cell.digest(channel.digest()),
        Cell.text(channel.follow()),
        Cell.moment(channel.movedAt(), now),
        Cell.text(channel.movedBy().name()));
  }

  @Override
  public List<String> names() {
    return list.channels().stream()
        .map(channel -> place.reference(channel.name(), channel.digest()))
        .toList();
  }

  @Override
  public List<String> identifiers() {
    return list.channels().stream().map(Channel::name).toList();
  }
}
