package dev.stet.registry.browse;

import dev.stet.api.Api;
import dev.stet.api.AuditEntry;
import dev.stet.api.AuditList;
import dev.stet.api.HistoryEntry;
import dev.stet.api.HistoryList;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Repositories;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** What happened, in Stet's own API. The contract is {@code openapi.yaml}. */
final class ChronicleRoutes {
  private static final String REPOSITORY = Api.PATH + "/repositories/{repository...}";
  private static final String AUDIT = Api.PATH + "/audit";

  private final Chronicle chronicle;
  private final Repositories repositories;

  ChronicleRoutes(Chronicle chronicle, Repositories repositories) {
    this.chronicle = chronicle;
    this.repositories = repositories;
  }

  List<Route> routes() {
    return List.of(
        Route.get(REPOSITORY + "/history", Action.PULL, this::history),
        Route.get(REPOSITORY + "/tags/{tag}/at", Action.PULL, this::at),
        Route.get(AUDIT, Action.ADMINISTER, this::audit));
  }

  private Reply history(Exchange exchange) {
    RepositoryName repository = exchange.repository();
    NumberedPage page = NumberedPage.of(exchange.query());
    List<HistoryEntry> rows = chronicle.history(repository, page);
    if (rows.isEmpty()) {
      repositories.requireKnown(repository);
    }
    String path = Api.PATH + "/repositories/" + Page.encoded(repository.value()) + "/history";
    return Reply.json(
        200,
        new HistoryList(
            Api.VERSION,
            repository.value(),
            page.cut(rows),
            page.next(path, rows, HistoryEntry::sequence).orElse(null)));
  }

  private Reply at(Exchange exchange) {
    return Reply.json(
        200,
        chronicle.at(
            exchange.repository(),
            TagName.parse(exchange.parameters().get("tag")),
            time(exchange.query().first("time").orElse(""))));
  }

  /** A moment that can be told in milliseconds, as the history tells its own. */
  private static Instant time(String text) {
    try {
      return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED,
              "the time is not valid: wanted RFC 3339, e.g. time=2026-11-20T14:00:00Z")
          .status(400);
    }
  }

  private Reply audit(Exchange exchange) {
    NumberedPage page = NumberedPage.of(exchange.query());
    List<AuditEntry> rows = chronicle.audit(page);
    return Reply.json(
        200,
        new AuditList(
            Api.VERSION, page.cut(rows), page.next(AUDIT, rows, AuditEntry::number).orElse(null)));
  }
}
