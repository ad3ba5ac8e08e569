package dev.stet.registry.blobs;

import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Preconditions;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads of blobs. Source: distribution-spec, end-2 and end-10. */
final class BlobRoutes {
  private static final String BLOB = "/v2/{repository...}/blobs/{digest}";

  private final BlobReplies replies;

  BlobRoutes(BlobReplies replies) {
    this.replies = replies;
  }

  List<Route> routes() {
    return List.of(Route.get(BLOB, Action.PULL, this::read).ready(this::readFromMemory));
  }

  private Optional<Reply> readFromMemory(Exchange exchange) {
    return replies.ready(exchange.repository(), digest(exchange)).map(it -> shaped(exchange, it));
  }

  private Reply read(Exchange exchange) throws IOException {
    Digest digest = digest(exchange);
    return replies
        .load(exchange.repository(), digest)
        .map(whole -> shaped(exchange, whole))
        .orElseThrow(
            () ->
                RequestException.of(
                    OciErrorCode.BLOB_UNKNOWN,
                    "repository \""
                        + exchange.repository()
                        + "\" does not hold blob "
                        + digest
                        + ": push or mount it there first"));
  }

  /** The answer as the request wants it: nothing new, a part, or the whole. */
  private static Reply shaped(Exchange exchange, Reply whole) {
    String digest = digest(exchange).toString();
    if (!Preconditions.of(exchange).isNews(Optional.of(digest))) {
      return whole.notModified();
    }
    Optional<String> range = exchange.header("Range");
    if (range.isEmpty() || exchange.method().equals("HEAD") || isOutdated(exchange, digest)) {
      return whole;
    }
    return ByteRange.parse(range.get(), whole.body().length())
        .map(wanted -> wanted.of(whole))
        .orElse(whole);
  }

  /** Whether the client wants the range of another content only: RFC 9110, section 13.1.5. */
  private static boolean isOutdated(Exchange exchange, String digest) {
    String entityTag = '"' + digest + '"';
    return !exchange.header("If-Range").orElse(entityTag).equals(entityTag);
  }

  private static Digest digest(Exchange exchange) {
    return Digest.parse(exchange.parameters().get("digest"));
  }
}
