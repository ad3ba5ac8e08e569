package dev.stet.registry.channels;

import dev.stet.oci.Digest;
import dev.stet.oci.TagName;
import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.tags.Changed;
import dev.stet.registry.tags.Channel;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.History;
import dev.stet.registry.tags.History.Event;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import dev.stet.registry.tags.Repositories;
import dev.stet.registry.tags.RepositoryKind;
import dev.stet.registry.tags.TagPattern;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** One change of a channel, inside its transaction. Used once, by the writer's thread. */
final class ChannelStep {
  /** Every claim of a tag looks at all channels of its repository, and holds up everybody's. */
  static final int MOST = 1000;

  private final Handle handle;
  private final Instant now;
  private final ChannelWish wish;
  private final ChannelRefusal refusal;

  ChannelStep(Handle handle, Instant now, ChannelWish wish) {
    this.handle = handle;
    this.now = now;
    this.wish = wish;
    this.refusal = new ChannelRefusal(wish);
  }

  Changed<ChannelState> create(ChannelWish.Create create) {
    if (Repositories.kind(handle, create.repository()) == RepositoryKind.MUTABLE) {
      return refusal.mutable();
    }
    Optional<HeldName> held = NameRows.find(handle, create.repository(), create.name());
    if (held.filter(it -> it.kind() != NameKind.MUTABLE).isPresent()) {
      return existing(create, held.get());
    }
    if (Channel.count(handle, create.repository()) >= MOST) {
      return refusal.tooMany();
    }
    Optional<HeldName> target = create.tag().flatMap(this::tag);
    if (create.tag().isPresent() && target.isEmpty()) {
      return refusal.noTag(create.tag().get());
    }
    Optional<HeldName> points = target.or(() -> create.follow().flatMap(this::newest));
    Repositories.create(handle, create.repository(), now);
    Channel channel =
        new Channel(
            create.repository(), create.name(), points.map(HeldName::name), create.follow());
    return write(channel, Event.CREATED, Optional.empty(), points, "channel.create");
  }

  /** A channel that is there already is fine if it is as wanted. */
  private Changed<ChannelState> existing(ChannelWish.Create create, HeldName held) {
    Optional<Channel> channel = Channel.find(handle, create.repository(), create.name());
    boolean asWanted =
        channel.isPresent()
            && channel.get().follow().equals(create.follow())
            && (create.tag().isEmpty() || channel.get().tag().equals(create.tag()));
    return asWanted
        ? new Changed.Done<>(new ChannelState(channel.get(), held))
        : refusal.otherwise(held);
  }

  Changed<ChannelState> move(ChannelWish.Move move) {
    Optional<ChannelState> state = state();
    if (state.isEmpty()) {
      return refusal.unknown();
    }
    if (movedSince(state.get(), move.since())) {
      return refusal.moved(state.get());
    }
    Optional<HeldName> target = tag(move.tag());
    if (target.isEmpty()) {
      return refusal.noTag(move.tag());
    }
    Channel channel = state.get().channel();
    return channel.tag().equals(Optional.of(move.tag()))
        ? new Changed.Done<>(state.get())
        : write(
            channel.movedTo(Optional.of(move.tag())),
            Event.MOVED,
            state.get().name().digest(),
            target,
            "channel.move");
  }

  Changed<ChannelState> follow(ChannelWish.Follow follow) {
    Optional<ChannelState> state = state();
    if (state.isEmpty()) {
      return refusal.unknown();
    }
    if (movedSince(state.get(), follow.since())) {
      return refusal.moved(state.get());
    }
    Channel before = state.get().channel();
    Channel channel = before.following(follow.follow());
    if (!channel.equals(before)) {
      channel.write(handle);
      audit(
          "channel.follow",
          before.follow().map(TagPattern::text),
          channel.follow().map(TagPattern::text),
          Optional.empty());
    }
    Optional<HeldName> newest = follow.follow().flatMap(this::newest);
    if (newest.isEmpty() || newest.map(HeldName::name).equals(channel.tag())) {
      return new Changed.Done<>(new ChannelState(channel, state.get().name()));
    }
    return write(
        channel.movedTo(newest.map(HeldName::name)),
        Event.MOVED,
        state.get().name().digest(),
        newest,
        "channel.move");
  }

  Changed<ChannelState> remove(ChannelWish.Remove remove) {
    Optional<ChannelState> state = state();
    if (state.isEmpty()) {
      return refusal.unknown();
    }
    HeldName name = state.get().name();
    state.get().channel().remove(handle);
    HeldName burnt = name.deleted(now, remove.reason());
    NameRows.write(handle, burnt);
    History.append(
        handle,
        now,
        new History.Entry(
            name.repository(),
            name.name().value(),
            Event.DELETED,
            Optional.empty(),
            name.digest(),
            remove.actor(),
            Optional.empty(),
            Optional.of(remove.reason().text())));
    audit(
        "channel.remove",
        name.digest().map(Digest::toString),
        Optional.empty(),
        Optional.of(remove.reason().text()));
    return new Changed.Done<>(new ChannelState(state.get().channel(), burnt));
  }

  private Optional<ChannelState> state() {
    return Channel.find(handle, wish.repository(), wish.name())
        .map(
            channel ->
                new ChannelState(
                    channel, NameRows.find(handle, wish.repository(), wish.name()).orElseThrow()));
  }

  private static boolean movedSince(ChannelState state, Optional<Long> since) {
    return since.isPresent() && since.get() != state.name().sequence();
  }

  /** The tag, if it stands. */
  private Optional<HeldName> tag(TagName name) {
    return NameRows.find(handle, wish.repository(), name)
        .filter(held -> held.live() && held.kind() == NameKind.TAG);
  }

  /** The newest tag that a channel with the pattern follows. */
  private Optional<HeldName> newest(TagPattern pattern) {
    return NameRows.newestTag(handle, wish.repository(), pattern);
  }

  private Changed<ChannelState> write(
      Channel channel,
      Event event,
      Optional<Digest> previous,
      Optional<HeldName> target,
      String action) {
    Optional<Digest> digest = target.flatMap(HeldName::digest);
    Optional<String> revision = target.flatMap(HeldName::revision);
    Optional<String> note = target.map(tag -> "to " + tag.name());
    channel.write(handle);
    long number =
        History.append(
            handle,
            now,
            new History.Entry(
                channel.repository(),
                channel.name().value(),
                event,
                digest,
                previous,
                wish.actor(),
                revision,
                note,
                target.map(HeldName::name)));
    HeldName name =
        new HeldName(
            channel.repository(),
            channel.name(),
            NameKind.CHANNEL,
            digest,
            number,
            now,
            wish.actor(),
            revision,
            Optional.empty());
    NameRows.write(handle, name);
    audit(action, previous.map(Digest::toString), digest.map(Digest::toString), Optional.empty());
    return new Changed.Done<>(new ChannelState(channel, name));
  }

  private void audit(
      String action, Optional<String> before, Optional<String> after, Optional<String> reason) {
    AuditTrail.append(
        handle,
        now,
        new AuditTrail.Entry(
            wish.actor(),
            action,
            Optional.of(wish.repository()),
            wish.name().value(),
            before,
            after,
            reason));
  }
}
