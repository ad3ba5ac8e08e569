package dev.stet.registry.log;

import dev.stet.api.Api;
import dev.stet.api.LogOpening;
import dev.stet.api.LogRecovered;
import dev.stet.api.LogStatus;
import dev.stet.api.NewLogRecovery;
import dev.stet.api.NewLogResumption;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.JsonBody;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.tags.Actor;
import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** The log in Stet's own API. The contract is {@code openapi.yaml}. */
final class LogApiRoutes {
  private static final String LOG = Api.PATH + "/log";
  private static final String META = LOG + "/entries/{index}/meta";

  private final TagLog log;
  private final Openings openings;
  private final Function<URI, LogCopy> copies;

  /**
   * The routes.
   *
   * @param copies opens a copy of the log by its URL
   */
  LogApiRoutes(TagLog log, Openings openings, Function<URI, LogCopy> copies) {
    this.log = log;
    this.openings = openings;
    this.copies = copies;
  }

  List<Route> routes() {
    return List.of(
        Route.get(LOG, Action.BROWSE, _ -> Reply.json(200, status())),
        Route.of("POST", LOG + "/resume", Action.ADMINISTER, this::resume),
        Route.of("POST", LOG + "/recover", Action.ADMINISTER, this::recover),
        Route.get(META, Action.ADMINISTER, this::meta),
        Route.of("DELETE", META, Action.ADMINISTER, this::erase));
  }

  private LogStatus status() {
    return new LogStatus(
        Api.VERSION,
        log.origin(),
        log.head().map(LogApiRoutes::size).orElse(0L),
        log.cosigned().newest().map(LogApiRoutes::size).orElse(null),
        log.gate().why().isEmpty(),
        log.gate().why().orElse(null));
  }

  private static long size(Note note) {
    return Checkpoint.parse(note.text()).size();
  }

  private Reply resume(Exchange exchange) throws IOException {
    NewLogResumption wanted = JsonBody.read(exchange, NewLogResumption.class);
    log.confirmation()
        .resume(JsonBody.required(wanted.origin(), "origin"), Actor.of(exchange.caller()));
    return Reply.json(200, status());
  }

  private Reply recover(Exchange exchange) throws IOException {
    NewLogRecovery wanted = JsonBody.read(exchange, NewLogRecovery.class);
    String from = JsonBody.required(wanted.from(), "from");
    long entries = log.confirmation().recover(copies.apply(url(from)), Actor.of(exchange.caller()));
    return Reply.json(200, new LogRecovered(Api.VERSION, from, entries));
  }

  private static URI url(String text) {
    URI url = null;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      // said below
    }
    if (url == null || !List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED,
              "the copy is not named well: wanted the URL of a log, e.g. https://mirror.example/log/")
          .status(400);
    }
    return url;
  }

  private Reply meta(Exchange exchange) {
    long index = index(exchange);
    Opening opening = openings.find(index).orElseThrow(() -> nothing(index));
    return Reply.json(
        200,
        new LogOpening(
            Api.VERSION, index, HexFormat.of().formatHex(opening.salt()), opening.text()));
  }

  private Reply erase(Exchange exchange) {
    long index = index(exchange);
    if (!openings.erase(index, Actor.of(exchange.caller()))) {
      throw nothing(index);
    }
    return Reply.of(204);
  }

  private static long index(Exchange exchange) {
    String text = exchange.parameters().get("index");
    if (!text.matches("0|[1-9][0-9]{0,17}")) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED, "the index of an entry is a number, e.g. 17")
          .status(400);
    }
    return Long.parseLong(text);
  }

  private static RequestException nothing(long index) {
    return RequestException.of(
            OciErrorCode.MANIFEST_UNKNOWN,
            "nothing opens the meta line of entry "
                + index
                + ": there is no such entry, it has none, or it was erased")
        .status(404);
  }
}
