package dev.stet.registry.deletes;

import dev.stet.api.Api;
import dev.stet.api.Deleted;
import dev.stet.api.NewCollectedRestoration;
import dev.stet.api.NewRestoration;
import dev.stet.api.Restored;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.JsonBody;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.DeletionReason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Deletions and restorations in Stet's own API. The contract is {@code openapi.yaml}. */
final class DeleteApiRoutes {
  private static final String REPOSITORY = Api.PATH + "/repositories/{repository...}";

  private static final String COLLECTED = Api.PATH + "/collected/restorations";

  private final Deletions deletions;
  private final Restorations restorations;

  DeleteApiRoutes(Deletions deletions, Restorations restorations) {
    this.deletions = deletions;
    this.restorations = restorations;
  }

  List<Route> routes() {
    return List.of(
        Route.of("DELETE", REPOSITORY + "/tags/{tag}", Action.DELETE, this::tag),
        Route.of("DELETE", REPOSITORY + "/manifests/{digest}", Action.DELETE, this::manifest),
        Route.of("POST", REPOSITORY + "/restorations", Action.DELETE, this::restore),
        Route.of("POST", COLLECTED, Action.ADMINISTER, this::restoreCollected),
        Route.of("DELETE", REPOSITORY, Action.DELETE, this::repository));
  }

  private Reply tag(Exchange exchange) {
    TagName tag = TagName.parse(exchange.parameters().get("tag"));
    return delete(exchange, new Deletable.OfName(exchange.repository(), tag));
  }

  private Reply manifest(Exchange exchange) {
    Digest digest = Digest.parse(exchange.parameters().get("digest"));
    return delete(exchange, new Deletable.OfManifest(exchange.repository(), digest));
  }

  private Reply repository(Exchange exchange) {
    return delete(exchange, new Deletable.OfRepository(exchange.repository()));
  }

  private Reply delete(Exchange exchange, Deletable what) {
    DeletionReason reason = DeletionReason.of(exchange.query().first("reason").orElse("owner"));
    DeletionOutcome outcome = deletions.delete(what, reason, Actor.of(exchange.caller()));
    DeletionOutcome.Deleted deleted = DeleteReplies.requireDeleted(what, outcome, "GET, HEAD");
    return Reply.json(
        200,
        new Deleted(
            Api.VERSION,
            what.repository().value(),
            deleted.names().stream().map(TagName::value).toList(),
            deleted.digests().stream().map(Digest::toString).toList()));
  }

  private Reply restore(Exchange exchange) throws IOException {
    NewRestoration wanted = JsonBody.read(exchange, NewRestoration.class);
    Reference reference = Reference.parse(JsonBody.required(wanted.reference(), "reference"));
    return restore(exchange, exchange.repository(), reference);
  }

  private Reply restoreCollected(Exchange exchange) throws IOException {
    NewCollectedRestoration wanted = JsonBody.read(exchange, NewCollectedRestoration.class);
    return restore(
        exchange,
        RepositoryName.parse(JsonBody.required(wanted.repository(), "repository")),
        Digest.parse(JsonBody.required(wanted.digest(), "digest")));
  }

  private Reply restore(Exchange exchange, RepositoryName repository, Reference reference) {
    RestorationOutcome outcome =
        restorations.restore(repository, reference, Actor.of(exchange.caller()));
    String what = "\"" + repository + (reference instanceof Digest ? "@" : ":") + reference + "\"";
    return switch (outcome) {
      case RestorationOutcome.Restored restored ->
          restored(repository, restored.names(), restored.digest());
      case RestorationOutcome.Unchanged(Digest digest) -> restored(repository, List.of(), digest);
      case RestorationOutcome.Unknown() ->
          throw RequestException.of(
              OciErrorCode.MANIFEST_UNKNOWN,
              what
                  + " cannot be brought back: it was never deleted here, its name is free, or it has"
                  + " been purged: push the image again");
      case RestorationOutcome.Withdrawn(DeletionReason reason) ->
          throw denied(
              what + " was withdrawn for reasons of " + reason.text() + " and does not return",
              Map.of("reason", "WITHDRAWN"));
      case RestorationOutcome.WasChannel() ->
          throw denied(
              what + " was a channel; its name is burnt: declare another",
              Map.of("reason", "TAG_BURNT"));
      case RestorationOutcome.Gone(List<Digest> gone) ->
          throw denied(
              what
                  + " cannot come back whole, because this has been purged: "
                  + gone.stream().limit(8).map(Digest::toString).collect(Collectors.joining(", "))
                  + ": push the same image again",
              Map.of("reason", "PURGED"));
    };
  }

  private static Reply restored(RepositoryName repository, List<TagName> names, Digest digest) {
    return Reply.json(
        200,
        new Restored(
            Api.VERSION,
            repository.value(),
            names.stream().map(TagName::value).toList(),
            List.of(digest.toString())));
  }

  private static RequestException denied(String message, Map<String, Object> detail) {
    return RequestException.of(OciErrorCode.DENIED, message).status(409).detail(detail);
  }
}
