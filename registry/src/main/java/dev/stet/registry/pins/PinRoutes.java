package dev.stet.registry.pins;

import dev.stet.api.Api;
import dev.stet.api.NewPin;
import dev.stet.api.PinList;
import dev.stet.api.Unpinned;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.JsonBody;
import dev.stet.http.Reply;
import dev.stet.http.Route;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Actor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Pins in Stet's own API. The contract is {@code openapi.yaml}. */
final class PinRoutes {
  private static final String PINS = Api.PATH + "/repositories/{repository...}/pins";

  private final Pins pins;

  PinRoutes(Pins pins) {
    this.pins = pins;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PINS, Action.PULL, this::list),
        Route.of("POST", PINS, Action.PUSH, this::pin),
        Route.of("DELETE", PINS + "/{digest}", Action.DELETE, this::unpin));
  }

  private Reply list(Exchange exchange) {
    return Reply.json(
        200,
        new PinList(
            Api.VERSION,
            exchange.repository().value(),
            pins.of(exchange.repository()).stream().map(PinRoutes::shown).toList()));
  }

  private Reply pin(Exchange exchange) throws IOException {
    NewPin wanted = JsonBody.read(exchange, NewPin.class);
    Pins.Result result =
        pins.pin(
            exchange.repository(),
            Reference.parse(JsonBody.required(wanted.reference(), "reference")),
            Optional.ofNullable(wanted.note()).filter(note -> !note.isBlank()),
            Actor.of(exchange.caller()));
    return Reply.json(result.changed() ? 201 : 200, shown(result.pin()));
  }

  private Reply unpin(Exchange exchange) {
    Digest digest = Digest.parse(exchange.parameters().get("digest"));
    Pin pin = pins.unpin(exchange.repository(), digest, Actor.of(exchange.caller()));
    return Reply.json(
        200, new Unpinned(Api.VERSION, pin.repository().value(), pin.digest().toString()));
  }

  private static dev.stet.api.Pin shown(Pin pin) {
    return new dev.stet.api.Pin(
        Api.VERSION,
        pin.repository().value(),
        pin.digest().toString(),
        pin.tags().stream().map(TagName::value).toList(),
        pin.note().orElse(null),
        pin.at(),
        pin.by().shown());
  }
}
