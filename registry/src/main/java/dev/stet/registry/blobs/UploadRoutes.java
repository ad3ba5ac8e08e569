package dev.stet.registry.blobs;

import dev.stet.http.Action;
import dev.stet.http.Authoriser;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads of blobs. Source: distribution-spec, end-4, end-5, end-6, end-11, end-13 and end-14. */
final class UploadRoutes {
  private static final String UPLOADS = "/v2/{repository...}/blobs/uploads";
  private static final String UPLOAD = UPLOADS + "/{upload}";
  private static final Pattern CONTENT_RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

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
    Optional<String> digest = exchange.query().first("digest");
    if (digest.isEmpty()) {
      return accepted(202, exchange.repository(), uploads.begin(), 0);
    }
    Digest wanted = Digest.parse(digest.get());
    uploads.whole(exchange.repository(), exchange.body(), wanted);
    return created(exchange.repository(), wanted);
  }

  /** Mounts if that is asked for, possible and allowed; in every other case an upload begins. */
  private Optional<Digest> mount(Exchange exchange) {
    Optional<String> digest = exchange.query().first("mount");
    Optional<String> from = exchange.query().first("from");
    if (digest.isEmpty() || from.isEmpty() || !RepositoryName.isWellFormed(from.get())) {
      return Optional.empty();
    }
    RepositoryName source = RepositoryName.parse(from.get());
    Digest wanted = Digest.parse(digest.get());
    boolean mayRead =
        authoriser.refusal(exchange.caller(), Action.PULL, Optional.of(source)).isEmpty();
    return mayRead && uploads.mount(source, exchange.repository(), wanted)
        ? Optional.of(wanted)
        : Optional.empty();
  }

  private Reply status(Exchange exchange) throws IOException {
    UploadId upload = upload(exchange);
    return accepted(204, exchange.repository(), upload, uploads.size(upload));
  }

  private Reply append(Exchange exchange) throws IOException {
    UploadId upload = upload(exchange);
    Optional<Long> size = uploads.append(upload, offset(exchange), exchange.body());
    return size.isPresent()
        ? accepted(202, exchange.repository(), upload, size.get())
        : outOfOrder(exchange, upload);
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
    if (uploads.append(upload, offset(exchange), exchange.body()).isEmpty()) {
      return outOfOrder(exchange, upload);
    }
    uploads.finish(exchange.repository(), upload, digest);
    return created(exchange.repository(), digest);
  }

  private Reply cancel(Exchange exchange) throws IOException {
    uploads.cancel(upload(exchange));
    return Reply.of(204);
  }

  private static UploadId upload(Exchange exchange) {
    String text = exchange.parameters().get("upload");
    return UploadId.parse(text).orElseThrow(() -> Uploads.unknown(text));
  }

  /** Where the bytes of this request belong: {@code Content-Range}, without a unit. */
  private static Optional<Long> offset(Exchange exchange) {
    Optional<String> header = exchange.header("Content-Range");
    if (header.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = CONTENT_RANGE.matcher(header.get());
    if (!matcher.matches()) {
      throw RequestException.of(
          OciErrorCode.BLOB_UPLOAD_INVALID,
          "Content-Range is not valid: wanted FIRST-LAST in bytes, both inclusive, e.g. 0-1023");
    }
    long first = Long.parseLong(matcher.group(1));
    long length = Long.parseLong(matcher.group(2)) - first + 1;
    if (length < 1) {
      throw RequestException.of(
          OciErrorCode.BLOB_UPLOAD_INVALID, "Content-Range is not valid: it runs backwards");
    }
    if (exchange.contentLength() >= 0 && exchange.contentLength() != length) {
      throw RequestException.of(
          OciErrorCode.SIZE_INVALID,
          "the chunk has "
              + exchange.contentLength()
              + " bytes, but its Content-Range says "
              + length);
    }
    return Optional.of(first);
  }

  private Reply outOfOrder(Exchange exchange, UploadId upload) throws IOException {
    long size = uploads.size(upload);
    RequestException failure =
        RequestException.of(
                OciErrorCode.BLOB_UPLOAD_INVALID,
                "the chunk is out of order: the upload has "
                    + size
                    + " bytes, so the next chunk must start at "
                    + size)
            .status(416);
    throw failure
        .with("Location", location(exchange.repository(), upload))
        .with("Range", range(size));
  }

  private static Reply accepted(int status, RepositoryName repository, UploadId upload, long size) {
    return Reply.of(status)
        .with("Location", location(repository, upload))
        .with("Range", range(size))
        .with("Docker-Upload-UUID", upload.value());
  }

  private static Reply created(RepositoryName repository, Digest digest) {
    return Reply.of(201)
        .with("Location", "/v2/" + repository + "/blobs/" + digest)
        .with("Docker-Content-Digest", digest.toString());
  }

  private static String location(RepositoryName repository, UploadId upload) {
    return "/v2/" + repository + "/blobs/uploads/" + upload;
  }

  /** What the upload has, as old and new clients read it: nothing is {@code 0-0} too. */
  private static String range(long size) {
    return "0-" + Math.max(0, size - 1);
  }
}
