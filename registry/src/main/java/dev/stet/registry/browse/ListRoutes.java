package dev.stet.registry.browse;

import dev.stet.api.Repository;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists that clients know: the tags of a repository, and the repositories. Source:
 * distribution-spec, end-8; for the catalogue, which the specification leaves to extensions, the
 * protocol of Docker's registry.
 */
final class ListRoutes {
  private static final String CATALOG = "/v2/_catalog";
  private static final int USUAL = 10_000;

  private final Shelf shelf;

  ListRoutes(Shelf shelf) {
    this.shelf = shelf;
  }

  List<Route> routes() {
    return List.of(
        Route.get(CATALOG, Action.BROWSE, this::repositories),
        Route.get("/v2/{repository...}/tags/list", Action.PULL, this::tags));
  }

  private Reply repositories(Exchange exchange) {
    Page page = Page.of(exchange.query(), USUAL);
    List<Repository> rows = shelf.repositories(page);
    List<String> names = page.cut(rows).stream().map(Repository::name).toList();
    Reply reply = Reply.json(200, Map.of("repositories", names));
    return linked(reply, page.next(CATALOG, rows, Repository::name));
  }

  private Reply tags(Exchange exchange) {
    Page page = Page.of(exchange.query(), USUAL);
    List<String> rows = shelf.tagNames(exchange.repository(), page);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", exchange.repository().value());
    answer.put("tags", page.cut(rows));
    Reply reply = Reply.json(200, answer);
    return linked(
        reply, page.next("/v2/" + exchange.repository() + "/tags/list", rows, name -> name));
  }

  private static Reply linked(Reply reply, Optional<String> next) {
    return next.map(page -> reply.with("Link", Page.link(page))).orElse(reply);
  }
}
