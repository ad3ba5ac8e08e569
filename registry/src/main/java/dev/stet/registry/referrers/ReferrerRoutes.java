package dev.stet.registry.referrers;

import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.Route;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import dev.stet.registry.browse.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Referrers over HTTP. Source: distribution-spec, end-12. */
final class ReferrerRoutes {
  private static final int USUAL = 1_000;

  private final Referrers referrers;

  ReferrerRoutes(Referrers referrers) {
    this.referrers = referrers;
  }

  List<Route> routes() {
    return List.of(Route.get("/v2/{repository...}/referrers/{digest}", Action.PULL, this::list));
  }

  /** A repository or subject that is not there has no referrers, which is no error. */
  private Reply list(Exchange exchange) {
    Digest subject = Digest.parse(exchange.parameters().get("digest"));
    Optional<String> type = type(exchange);
    Page page = Page.of(exchange.query(), USUAL);
    Referrers.Found found = referrers.find(exchange.repository(), subject, type, page);
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", MediaTypes.OCI_INDEX);
    index.put("manifests", found.referrers());
    Reply reply = Reply.json(200, MediaTypes.OCI_INDEX, index);
    if (type.isPresent()) {
      reply = reply.with("OCI-Filters-Applied", "artifactType");
    }
    if (!found.more()) {
      return reply;
    }
    String path = "/v2/" + exchange.repository() + "/referrers/" + subject;
    String filtered = path + type.map(it -> "?artifactType=" + Page.encoded(it)).orElse("");
    String last = found.referrers().getLast().digest();
    return reply.with("Link", Page.link(page.after(filtered, last)));
  }

  /** No type has a space: it was a plus that the client did not encode. */
  private static Optional<String> type(Exchange exchange) {
    return exchange
        .query()
        .first("artifactType")
        .filter(it -> !it.isEmpty())
        .map(it -> it.replace(' ', '+'));
  }
}
