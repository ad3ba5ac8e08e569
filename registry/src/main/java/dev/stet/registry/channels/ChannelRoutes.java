package dev.stet.registry.channels;

import dev.stet.api.Api;
import dev.stet.api.Channel;
import dev.stet.api.ChannelChange;
import dev.stet.api.ChannelList;
import dev.stet.api.Deleted;
import dev.stet.api.NewChannel;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.JsonBody;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.registry.tags.TagPattern;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Channels in Stet's own API. The contract is {@code openapi.yaml}. */
final class ChannelRoutes {
  private static final String CHANNELS = Api.PATH + "/repositories/{repository...}/channels";
  private static final String CHANNEL = CHANNELS + "/{name}";
  private static final Pattern NUMBER = Pattern.compile("\"?(\\d{1,18})\"?");

  private final Channels channels;

  ChannelRoutes(Channels channels) {
    this.channels = channels;
  }

  List<Route> routes() {
    return List.of(
        Route.get(CHANNELS, Action.PULL, this::list),
        Route.of("POST", CHANNELS, Action.PUSH, this::create),
        Route.get(CHANNEL, Action.PULL, this::find),
        Route.of("PATCH", CHANNEL, Action.PUSH, this::change),
        Route.of("DELETE", CHANNEL, Action.DELETE, this::remove));
  }

  private Reply list(Exchange exchange) {
    return Reply.json(
        200,
        new ChannelList(
            Api.VERSION,
            exchange.repository().value(),
            channels.of(exchange.repository()).stream().map(ChannelRoutes::shown).toList()));
  }

  private Reply create(Exchange exchange) throws IOException {
    NewChannel wanted = JsonBody.read(exchange, NewChannel.class);
    return reply(
        201,
        channels.change(
            new ChannelWish.Create(
                exchange.repository(),
                TagName.parse(JsonBody.required(wanted.name(), "name")),
                text(wanted.tag()).map(TagName::parse),
                text(wanted.follow()).map(TagPattern::new),
                Actor.of(exchange.caller()))));
  }

  private Reply find(Exchange exchange) {
    return channels
        .find(exchange.repository(), name(exchange))
        .map(state -> reply(200, state))
        .orElseThrow(() -> ChannelRefusal.unknown(exchange.repository(), name(exchange)));
  }

  private Reply change(Exchange exchange) throws IOException {
    ChannelChange wanted = JsonBody.read(exchange, ChannelChange.class);
    String tag = wanted.tag();
    String follow = wanted.follow();
    if ((tag == null) == (follow == null)) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED,
              "a change of a channel needs a tag to point to or a pattern to follow, and not both")
          .status(400);
    }
    Actor actor = Actor.of(exchange.caller());
    ChannelWish wish =
        tag != null
            ? new ChannelWish.Move(
                exchange.repository(), name(exchange), TagName.parse(tag), since(exchange), actor)
            : new ChannelWish.Follow(
                exchange.repository(),
                name(exchange),
                text(follow).map(TagPattern::new),
                since(exchange),
                actor);
    return reply(200, channels.change(wish));
  }

  private Reply remove(Exchange exchange) {
    DeletionReason reason = DeletionReason.of(exchange.query().first("reason").orElse("owner"));
    TagName name = name(exchange);
    ChannelState gone =
        channels.change(
            new ChannelWish.Remove(
                exchange.repository(), name, reason, Actor.of(exchange.caller())));
    return Reply.json(
        200,
        new Deleted(
            Api.VERSION,
            gone.channel().repository().value(),
            List.of(gone.channel().name().value()),
            List.of()));
  }

  private static TagName name(Exchange exchange) {
    return TagName.parse(exchange.parameters().get("name"));
  }

  /** The number of the event that the caller saw last, where it says. */
  private static Optional<Long> since(Exchange exchange) {
    return exchange
        .header("If-Match")
        .map(
            text -> {
              var matcher = NUMBER.matcher(text.strip());
              if (!matcher.matches()) {
                throw RequestException.of(
                        OciErrorCode.UNSUPPORTED,
                        "If-Match is not valid: wanted the ETag of the channel, e.g. \"17\"")
                    .status(400);
              }
              return Long.parseLong(matcher.group(1));
            });
  }

  private static Optional<String> text(@Nullable String text) {
    return Optional.ofNullable(text).filter(it -> !it.isEmpty());
  }

  private static Reply reply(int status, ChannelState state) {
    return Reply.json(status, shown(state)).with("ETag", "\"" + state.name().sequence() + "\"");
  }

  private static Channel shown(ChannelState state) {
    return new Channel(
        Api.VERSION,
        state.channel().repository().value(),
        state.channel().name().value(),
        state.channel().tag().map(TagName::value).orElse(null),
        state.name().digest().map(Digest::toString).orElse(null),
        state.channel().follow().map(TagPattern::text).orElse(null),
        state.name().sequence(),
        state.name().pushedAt(),
        state.name().actor().shown());
  }
}
