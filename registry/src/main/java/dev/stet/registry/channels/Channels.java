package dev.stet.registry.channels;

import dev.stet.http.RequestException;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.Changed;
import dev.stet.registry.tags.Channel;
import dev.stet.registry.tags.NameRows;
import dev.stet.registry.tags.Repositories;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Declares, moves and removes channels. Safe for use by many threads; callers wait. */
final class Channels {
  private final Database database;
  private final Clock clock;
  private final Sequence sequence;
  private final Lane<ChannelWish, Changed<ChannelState>> lane;

  Channels(Database database, Clock clock, Sequence sequence) {
    this.database = database;
    this.clock = clock;
    this.sequence = sequence;
    this.lane =
        database.lane(
            "channels",
            (handle, batch) -> batch.stream().map(wish -> decide(handle, wish)).toList());
  }

  /**
   * Does what is wanted. Durable when it returns.
   *
   * @throws RequestException if it is refused
   */
  ChannelState change(ChannelWish wish) {
    return lane.submit(wish).orThrow(state -> sequence.committed(state.name().sequence()));
  }

  private Changed<ChannelState> decide(Handle handle, ChannelWish wish) {
    ChannelStep step =
        new ChannelStep(handle, clock.instant().truncatedTo(ChronoUnit.MILLIS), wish);
    return switch (wish) {
      case ChannelWish.Create create -> step.create(create);
      case ChannelWish.Move move -> step.move(move);
      case ChannelWish.Follow follow -> step.follow(follow);
      case ChannelWish.Remove remove -> step.remove(remove);
    };
  }

  /**
   * The channels of a repository, by name.
   *
   * @throws RequestException if there is no such repository
   */
  List<ChannelState> of(RepositoryName repository) {
    return database.read(
        handle -> {
          if (!Repositories.isLive(handle, repository)) {
            throw Repositories.unknown(repository);
          }
          return Channel.of(handle, repository).stream()
              .map(channel -> state(handle, channel))
              .toList();
        });
  }

  /** The channel of that name. */
  Optional<ChannelState> find(RepositoryName repository, TagName name) {
    return database.read(
        handle -> Channel.find(handle, repository, name).map(channel -> state(handle, channel)));
  }

  private static ChannelState state(Handle handle, Channel channel) {
    return new ChannelState(
        channel, NameRows.find(handle, channel.repository(), channel.name()).orElseThrow());
  }
}
