package dev.stet.registry.browse;

import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tag list. Source: distribution-spec, end-8. */
final class TagListRoutes {
  private static final int USUAL = 10_000;

  private final Shelf shelf;

  TagListRoutes(Shelf shelf) {
    this.shelf = shelf;
  }

  List<Route> routes() {
    return List.of(Route.get("/v2/{repository...}/tags/list", Action.PULL, this::list));
  }

  private Reply list(Exchange exchange) {
    Page page = Page.of(exchange.query(), USUAL);
    List<String> rows = shelf.tagNames(exchange.repository(), page);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", exchange.repository().value());
    answer.put("tags", page.cut(rows));
    Reply reply = Reply.json(200, answer);
    Optional<String> next =
        page.next("/v2/" + exchange.repository() + "/tags/list", rows, name -> name);
    return next.isPresent() ? reply.with("Link", "<" + next.get() + ">; rel=\"next\"") : reply;
  }
}
