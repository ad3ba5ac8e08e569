package dev.stet.registry.manifests;

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
import dev.stet.registry.tags.IfTaken;
import dev.stet.registry.tags.Repositories;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Manifests over HTTP. Source: distribution-spec, end-3, end-7 and end-9. */
final class ManifestRoutes {
  private static final String MANIFEST = "/v2/{repository...}/manifests/{reference}";

  /** Above the 4 MiB that the specification wants every registry to take. */
  private static final int LARGEST = 8 * 1024 * 1024;

  private final ManifestReplies replies;
  private final PushManifest push;
  private final Repositories repositories;

  ManifestRoutes(ManifestReplies replies, PushManifest push, Repositories repositories) {
    this.replies = replies;
    this.push = push;
    this.repositories = repositories;
  }

  List<Route> routes() {
    return List.of(
        Route.get(MANIFEST, Action.PULL, this::read).ready(this::readFromMemory),
        Route.of("PUT", MANIFEST, Action.PUSH, this::put));
  }

  private Optional<Reply> readFromMemory(Exchange exchange) {
    return reference(exchange)
        .flatMap(reference -> replies.ready(exchange.repository(), reference))
        .map(whole -> shaped(exchange, whole));
  }

  private Reply read(Exchange exchange) {
    return reference(exchange)
        .flatMap(reference -> replies.load(exchange.repository(), reference))
        .map(whole -> shaped(exchange, whole))
        .orElseThrow(() -> notFound(exchange));
  }

  private static Reply shaped(Exchange exchange, Reply whole) {
    Optional<String> known = exchange.header("If-None-Match");
    if (known.isEmpty()) {
      return whole;
    }
    boolean same =
        whole.headers().stream()
            .anyMatch(
                header -> header.name().equals("ETag") && known.get().contains(header.value()));
    return same ? ManifestReplies.notModified(whole) : whole;
  }

  /** The reference in the path; a text that no tag can be is just not found. */
  private static Optional<Reference> reference(Exchange exchange) {
    String text = exchange.parameters().get("reference");
    boolean impossible = text.indexOf(':') < 0 && !TagName.isWellFormed(text);
    return impossible ? Optional.empty() : Optional.of(Reference.parse(text));
  }

  private RequestException notFound(Exchange exchange) {
    repositories.requireKnown(exchange.repository());
    return RequestException.of(
        OciErrorCode.MANIFEST_UNKNOWN,
        "repository \""
            + exchange.repository()
            + "\" holds no manifest "
            + exchange.parameters().get("reference")
            + ": see what it holds with 'stet tags "
            + exchange.repository()
            + "'");
  }

  private Reply put(Exchange exchange) throws IOException {
    Reference reference = Reference.parse(exchange.parameters().get("reference"));
    List<TagName> tags = tags(exchange, reference);
    byte[] bytes = body(exchange);
    PushManifest.Pushed pushed =
        push.push(
            new PushManifest.Push(
                exchange.repository(),
                reference,
                tags,
                exchange.header("Content-Type").orElse(""),
                Actor.of(exchange.caller()),
                ifTaken(exchange, reference)),
            bytes);
    return created(exchange, tags, pushed);
  }

  /** The tags in the query; they belong to a push by digest. */
  private static List<TagName> tags(Exchange exchange, Reference reference) {
    return switch (reference) {
      case TagName _ -> List.of();
      case Digest _ -> exchange.query().all("tag").stream().map(TagName::parse).distinct().toList();
    };
  }

  private static Reply created(Exchange exchange, List<TagName> tags, PushManifest.Pushed pushed) {
    Reply reply =
        Reply.of(201)
            .with("Location", "/v2/" + exchange.repository() + "/manifests/" + pushed.digest())
            .with("Docker-Content-Digest", pushed.digest().toString());
    for (TagName tag : tags) {
      reply = reply.with("OCI-Tag", tag.value());
    }
    for (String warning : pushed.warnings()) {
      reply = reply.with("Warning", "299 - \"" + warning.replace("\"", "'") + '"');
    }
    return reply;
  }

  private static byte[] body(Exchange exchange) throws IOException {
    if (exchange.contentLength() > LARGEST) {
      throw tooLarge();
    }
    byte[] bytes = exchange.body().readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw tooLarge();
    }
    return bytes;
  }

  private static RequestException tooLarge() {
    return RequestException.of(
            OciErrorCode.MANIFEST_INVALID,
            "the manifest is larger than " + LARGEST + " bytes, which is the most Stet takes")
        .status(413);
  }

  /** A push by digest says which content it means, so nothing else can be kept for it. */
  private static IfTaken ifTaken(Exchange exchange, Reference reference) {
    return switch (exchange.header("Stet-If-Taken").orElse("refuse")) {
      case "refuse" -> IfTaken.REFUSE;
      case "keep" -> reference instanceof TagName ? IfTaken.KEEP : IfTaken.REFUSE;
      default ->
          throw RequestException.of(
                  OciErrorCode.UNSUPPORTED,
                  "the header Stet-If-Taken is not valid: wanted keep or refuse")
              .status(400);
    };
  }
}
