package dev.stet.registry.browse;

import dev.stet.api.Api;
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
import java.util.List;

/** Repositories and tags in Stet's own API. The contract is {@code openapi.yaml}. */
final class ApiRoutes {
  private static final String REPOSITORIES = Api.PATH + "/repositories";
  private static final String TAGS = REPOSITORIES + "/{repository...}/tags";
  private static final int USUAL = 100;

  private final Shelf shelf;

  ApiRoutes(Shelf shelf) {
    this.shelf = shelf;
  }

  List<Route> routes() {
    return List.of(
        Route.get(REPOSITORIES, Action.BROWSE, this::repositories),
        Route.get(TAGS + "/{tag}", Action.PULL, this::tag),
        Route.get(TAGS, Action.PULL, this::tags));
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
    Tag tag =
        shelf
            .tag(repository, name)
            .orElseThrow(
                () ->
                    RequestException.of(
                        OciErrorCode.MANIFEST_UNKNOWN,
                        "repository \"" + repository + "\" has no tag \"" + name + "\""));
    return Reply.json(
        200,
        new TagHistory(
            Api.VERSION,
            repository.value(),
            tag,
            shelf.history(repository, name),
            shelf.refused(repository, name)));
  }
}
