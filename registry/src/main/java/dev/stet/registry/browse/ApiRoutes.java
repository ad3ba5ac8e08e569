package dev.stet.registry.browse;

import dev.stet.api.Api;
import dev.stet.api.RefusedPush;
import dev.stet.api.Repository;
import dev.stet.api.RepositoryList;
import dev.stet.api.Tag;
import dev.stet.api.TagHistory;
import dev.stet.api.TagList;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Repositories;
import java.util.List;
import java.util.Optional;

/** Repositories and tags in Stet's own API. The contract is {@code openapi.yaml}. */
final class ApiRoutes {
  private static final String REPOSITORIES = Api.PATH + "/repositories";
  private static final String TAGS = REPOSITORIES + "/{repository...}/tags";
  private static final int USUAL = 100;

  private final Shelf shelf;
  private final Chronicle chronicle;

  ApiRoutes(Shelf shelf, Chronicle chronicle) {
    this.shelf = shelf;
    this.chronicle = chronicle;
  }

  List<Route> routes() {
    return List.of(
        Route.get(REPOSITORIES, Action.BROWSE, this::repositories),
        Route.get(TAGS + "/{tag}", Action.PULL, this::tag),
        Route.get(TAGS, Action.PULL, this::tags),
        Route.get(REPOSITORIES + "/{repository...}", Action.PULL, this::repository));
  }

  private Reply repositories(Exchange exchange) {
    Page page = Page.of(exchange.query(), USUAL);
    List<Repository> rows = shelf.repositories(page);
    return Reply.json(
        200,
        new RepositoryList(
            Api.VERSION,
            page.cut(rows),
            page.next(REPOSITORIES, rows, Repository::name).orElse(null)));
  }

  private Reply repository(Exchange exchange) {
    return shelf
        .repository(exchange.repository())
        .map(detail -> Reply.json(200, detail))
        .orElseThrow(() -> Repositories.unknown(exchange.repository()));
  }

  private Reply tags(Exchange exchange) {
    RepositoryName repository = exchange.repository();
    Page page = Page.of(exchange.query(), USUAL);
    List<Tag> rows = shelf.tags(repository, page);
    String path = REPOSITORIES + "/" + Page.encoded(repository.value()) + "/tags";
    return Reply.json(
        200,
        new TagList(
            Api.VERSION,
            repository.value(),
            page.cut(rows),
            page.next(path, rows, Tag::name).orElse(null)));
  }

  private Reply tag(Exchange exchange) {
    RepositoryName repository = exchange.repository();
    TagName name = TagName.parse(exchange.parameters().get("tag"));
    Optional<Tag> tag = shelf.tag(repository, name);
    List<RefusedPush> refused = chronicle.refused(repository, name);
    if (tag.isEmpty() && refused.isEmpty()) {
      throw RequestException.of(
          OciErrorCode.MANIFEST_UNKNOWN,
          "repository \"" + repository + "\" has no tag \"" + name + "\"");
    }
    return Reply.json(
        200,
        new TagHistory(
            Api.VERSION,
            repository.value(),
            tag.orElse(null),
            chronicle.history(repository, name),
            refused));
  }
}
