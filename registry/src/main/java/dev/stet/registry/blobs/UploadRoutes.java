package dev.stet.registry.blobs;

import dev.stet.http.Action;
import dev.stet.http.Authoriser;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.MalformedException;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Uploads of blobs. Source: distribution-spec, end-4, end-5, end-6, end-11, end-13 and end-14. */
final class UploadRoutes {
  private static final String UPLOADS = "/v2/{repository...}/blobs/uploads";
  private static final String UPLOAD = UPLOADS + "/{upload}";

  private final Uploads uploads;
  private final Authoriser authoriser;

  UploadRoutes(Uploads uploads, Authoriser authoriser) {
    this.uploads = uploads;
    this.authoriser = authoriser;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", UPLOADS + "/", Action.PUSH, this::begin),
        Route.of("POST", UPLOADS, Action.PUSH, this::begin),
        Route.get(UPLOAD, Action.PUSH, this::status),
        Route.of("PATCH", UPLOAD, Action.PUSH, this::append),
        Route.of("PUT", UPLOAD, Action.PUSH, this::finish),
        Route.of("DELETE", UPLOAD, Action.PUSH, this::cancel));
  }

  private Reply begin(Exchange exchange) throws IOException {
    Optional<Digest> mounted = mount(exchange);
    if (mounted.isPresent()) {
      return created(exchange.repository(), mounted.get());
    }
    Algorithm announced = algorithm(exchange);
    Optional<String> digest = exchange.query().first("digest");
    if (digest.isEmpty()) {
      return accepted(202, uploads.begin(exchange.repository(), announced), 0);
    }
    Digest wanted = Digest.parse(digest.get());
    uploads.whole(exchange.repository(), exchange.body(), wanted);
    return created(exchange.repository(), wanted);
  }

  /** What {@code ?digest-algorithm=} says; sha256 if it says nothing. */
  private static Algorithm algorithm(Exchange exchange) {
    String wanted = exchange.query().first("digest-algorithm").orElse(Algorithm.SHA256.prefix());
    return Arrays.stream(Algorithm.values())
        .filter(known -> known.prefix().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                RequestException.of(
                    OciErrorCode.DIGEST_INVALID,
                    "digest-algorithm "
                        + MalformedException.show(wanted)
                        + " is not supported: wanted sha256 or sha512"));
  }

  /**
   * Mounts if that is asked for, possible and allowed. A mount is a wish: in every other case,
   * whatever is wrong with it, an upload begins.
   */
  private Optional<Digest> mount(Exchange exchange) throws IOException {
    Optional<Digest> wanted = exchange.query().first("mount").flatMap(UploadRoutes::digest);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    for (RepositoryName source : sources(exchange, wanted.get())) {
      if (mayRead(exchange, source) && uploads.mount(source, exchange.repository(), wanted.get())) {
        return wanted;
      }
    }
    return Optional.empty();
  }

  private static Optional<Digest> digest(String text) {
    try {
      return Optional.of(Digest.parse(text));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** The repository that is named, or those that hold the blob. */
  private List<RepositoryName> sources(Exchange exchange, Digest digest) {
    Optional<String> from = exchange.query().first("from");
    if (from.isEmpty()) {
      return uploads.holders(digest);
    }
    return from.filter(RepositoryName::isWellFormed).map(RepositoryName::new).stream().toList();
  }

  private boolean mayRead(Exchange exchange, RepositoryName repository) {
    return authoriser.refusal(exchange.caller(), Action.PULL, Optional.of(repository)).isEmpty();
  }

  private Reply status(Exchange exchange) throws IOException {
    UploadId upload = upload(exchange);
    return accepted(204, upload, uploads.size(upload));
  }

  private Reply append(Exchange exchange) throws IOException {
    UploadId upload = upload(exchange);
    Optional<Long> size = uploads.append(upload, range(exchange), exchange.body());
    if (size.isEmpty()) {
      throw outOfOrder(upload);
    }
    return accepted(202, upload, size.get());
  }

  private Reply finish(Exchange exchange) throws IOException {
    UploadId upload = upload(exchange);
    Digest digest =
        exchange
            .query()
            .first("digest")
            .map(Digest::parse)
            .orElseThrow(
                () ->
                    RequestException.of(
                        OciErrorCode.DIGEST_INVALID,
                        "the upload was not closed because ?digest= is missing: add the digest of"
                            + " all its bytes"));
    if (uploads.append(upload, range(exchange), exchange.body()).isEmpty()) {
      throw outOfOrder(upload);
    }
    uploads.finish(upload, digest);
    return created(exchange.repository(), digest);
  }

  private Reply cancel(Exchange exchange) throws IOException {
    uploads.cancel(upload(exchange));
    return Reply.of(204);
  }

  private static UploadId upload(Exchange exchange) {
    String text = exchange.parameters().get("upload");
    return UploadId.parse(exchange.repository(), text)
        .orElseThrow(() -> Uploads.unknown(text, exchange.repository()));
  }

  /** Where the bytes of this request belong; empty for a stream. */
  private static Optional<ContentRange> range(Exchange exchange) {
    Optional<ContentRange> range = exchange.header("Content-Range").map(ContentRange::parse);
    long length = exchange.contentLength();
    if (range.isPresent() && length >= 0 && length != range.get().length()) {
      throw RequestException.of(
          OciErrorCode.SIZE_INVALID,
          "the chunk has " + length + " bytes, but its Content-Range says " + range.get().length());
    }
    return range;
  }

  private RequestException outOfOrder(UploadId upload) throws IOException {
    long size = uploads.size(upload);
    return RequestException.of(
            OciErrorCode.BLOB_UPLOAD_INVALID,
            "the chunk is out of order: the upload has "
                + size
                + " bytes, so the next chunk must start at "
                + size)
        .status(416)
        .with("Location", location(upload))
        .with("Range", range(size));
  }

  private static Reply accepted(int status, UploadId upload, long size) {
    return Reply.of(status)
        .with("Location", location(upload))
        .with("Range", range(size))
        .with("Docker-Upload-UUID", upload.uuid());
  }

  private static Reply created(RepositoryName repository, Digest digest) {
    return Reply.of(201)
        .with("Location", "/v2/" + repository + "/blobs/" + digest)
        .with("Docker-Content-Digest", digest.toString());
  }

  private static String location(UploadId upload) {
    return "/v2/" + upload.repository() + "/blobs/uploads/" + upload.uuid();
  }

  /** What the upload has, as old and new clients read it: nothing is {@code 0-0} too. */
  private static String range(long size) {
    return "0-" + Math.max(0, size - 1);
  }
}
