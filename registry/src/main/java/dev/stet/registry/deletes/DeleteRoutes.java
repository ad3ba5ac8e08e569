package dev.stet.registry.deletes;

import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.registry.tags.Repositories;
import java.util.List;

/** Deletes of the distribution specification. Source: distribution-spec, end-9 and end-10. */
final class DeleteRoutes {
  private static final String MANIFEST = "/v2/{repository...}/manifests/{reference}";
  private static final String BLOB = "/v2/{repository...}/blobs/{digest}";

  private final Deletions deletions;
  private final Repositories repositories;

  DeleteRoutes(Deletions deletions, Repositories repositories) {
    this.deletions = deletions;
    this.repositories = repositories;
  }

  List<Route> routes() {
    return List.of(
        Route.of("DELETE", MANIFEST, Action.DELETE, this::manifest),
        Route.of("DELETE", BLOB, Action.DELETE, this::blob));
  }

  private Reply manifest(Exchange exchange) {
    Deletable what =
        switch (reference(exchange)) {
          case TagName name -> new Deletable.OfName(exchange.repository(), name);
          case Digest digest -> new Deletable.OfManifest(exchange.repository(), digest);
        };
    return delete(exchange, what, "GET, HEAD, PUT");
  }

  private Reply blob(Exchange exchange) {
    Digest digest = Digest.parse(exchange.parameters().get("digest"));
    return delete(exchange, new Deletable.OfBlob(exchange.repository(), digest), "GET, HEAD");
  }

  private Reply delete(Exchange exchange, Deletable what, String allow) {
    repositories.requireKnown(what.repository());
    DeletionOutcome outcome =
        deletions.delete(what, DeletionReason.OWNER, Actor.of(exchange.caller()));
    DeleteReplies.requireDeleted(what, outcome, allow);
    return Reply.of(202);
  }

  /** The reference in the path; a text that no tag can be names nothing. */
  private static Reference reference(Exchange exchange) {
    String text = exchange.parameters().get("reference");
    if (text.indexOf(':') < 0 && !TagName.isWellFormed(text)) {
      throw RequestException.of(
          OciErrorCode.MANIFEST_UNKNOWN,
          "repository \""
              + exchange.repository()
              + "\" holds no such manifest: this is no tag and no digest");
    }
    return Reference.parse(text);
  }
}
