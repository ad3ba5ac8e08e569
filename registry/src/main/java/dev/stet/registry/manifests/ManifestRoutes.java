package dev.stet.registry.manifests;

import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Preconditions;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import dev.stet.registry.log.QuorumWait;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.IfTaken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Manifests over HTTP. Source: distribution-spec, end-3, end-7 and end-9. */
final class ManifestRoutes {
  private static final String MANIFEST = "/v2/{repository...}/manifests/{reference}";

  /** Above the 4 MiB that the specification wants every registry to take. */
  private static final int LARGEST = 8 * 1024 * 1024;

  /** Above the 10 that the specification wants. */
  private static final int MOST_TAGS = 100;

  /** What many clients take, host included. */
  private static final int LONGEST_NAME = 255;

  private final ManifestReplies replies;
  private final PushManifest push;
  private final NotFound notFound;
  private final PullObserver observer;
  private final QuorumWait quorum;

  ManifestRoutes(
      ManifestReplies replies,
      PushManifest push,
      NotFound notFound,
      PullObserver observer,
      QuorumWait quorum) {
    this.replies = replies;
    this.push = push;
    this.notFound = notFound;
    this.observer = observer;
    this.quorum = quorum;
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
        .orElseThrow(
            () -> notFound.of(exchange.repository(), exchange.parameters().get("reference")));
  }

  /** The answer under the conditions of the request. */
  private Reply shaped(Exchange exchange, ManifestReplies.Held held) {
    Preconditions conditions = Preconditions.of(exchange);
    Optional<String> current = Optional.of(held.digest().toString());
    if (!conditions.matches(current)) {
      throw RequestException.of(
              OciErrorCode.DENIED,
              "the manifest is " + held.digest() + ", which If-Match does not name")
          .status(412);
    }
    if (exchange.method().equals("GET")) {
      observer.pulled(exchange.repository(), held.digest());
    }
    return conditions.isNews(current) ? held.whole() : held.whole().notModified();
  }

  /** The reference in the path; a text that no tag can be is just not found. */
  private static Optional<Reference> reference(Exchange exchange) {
    String text = exchange.parameters().get("reference");
    boolean impossible = text.indexOf(':') < 0 && !TagName.isWellFormed(text);
    return impossible ? Optional.empty() : Optional.of(Reference.parse(text));
  }

  private Reply put(Exchange exchange) throws IOException {
    Reference reference = Reference.parse(exchange.parameters().get("reference"));
    List<TagName> tags = tags(exchange, reference);
    boolean wait = waitsForQuorum(exchange);
    byte[] bytes = body(exchange);
    PushManifest.Pushed pushed =
        push.push(
            new PushManifest.Push(
                exchange.repository(),
                reference,
                tags,
                exchange.header("Content-Type").orElse(""),
                Actor.of(exchange.caller()),
                ifTaken(exchange, reference),
                Preconditions.of(exchange)),
            bytes);
    Reply reply = created(exchange, tags, pushed);
    return wait ? reply.with("Stet-Log-Quorum", quorum(pushed)) : reply;
  }

  private static boolean waitsForQuorum(Exchange exchange) {
    Optional<String> wait = exchange.header("Stet-Wait");
    if (wait.filter(it -> !it.equals("quorum")).isPresent()) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED, "the header Stet-Wait is not valid: wanted quorum")
          .status(400);
    }
    return wait.isPresent();
  }

  /** Waits for those that cosign the log; what was pushed stays pushed, whatever they do. */
  private String quorum(PushManifest.Pushed pushed) {
    if (pushed.entry().isEmpty()) {
      return "not-covered";
    }
    return quorum.reaches(pushed.entry().getAsLong() + 1) ? "reached" : "pending";
  }

  /** The tags in the query; they belong to a push by digest. */
  private static List<TagName> tags(Exchange exchange, Reference reference) {
    return switch (reference) {
      case TagName _ -> List.of();
      case Digest _ -> tags(exchange.query().all("tag"));
    };
  }

  private static List<TagName> tags(List<String> texts) {
    List<TagName> tags = texts.stream().map(TagName::parse).distinct().toList();
    if (tags.size() > MOST_TAGS) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED,
              "one push may name "
                  + MOST_TAGS
                  + " tags, and this one names "
                  + tags.size()
                  + ": push the same manifest again with the others")
          .status(414);
    }
    return tags;
  }

  private static Reply created(Exchange exchange, List<TagName> tags, PushManifest.Pushed pushed) {
    Reply reply =
        Reply.of(201)
            .with("Location", "/v2/" + exchange.repository() + "/manifests/" + pushed.digest())
            .with("Docker-Content-Digest", pushed.digest().toString());
    if (pushed.subject().isPresent()) {
      reply = reply.with("OCI-Subject", pushed.subject().get().toString());
    }
    if (pushed.entry().isPresent()) {
      reply = reply.with(TagLog.INDEX, Long.toString(pushed.entry().getAsLong()));
    }
    for (TagName tag : tags) {
      reply = reply.with("OCI-Tag", tag.value());
    }
    return Warnings.on(reply, warnings(exchange, pushed));
  }

  private static List<String> warnings(Exchange exchange, PushManifest.Pushed pushed) {
    List<String> warnings = new ArrayList<>(pushed.warnings());
    String name = exchange.header("Host").orElse("") + "/" + exchange.repository();
    if (name.length() > LONGEST_NAME) {
      warnings.add(
          "host and repository have "
              + name.length()
              + " characters, and docker, for example, takes no more than "
              + LONGEST_NAME);
    }
    return warnings;
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
