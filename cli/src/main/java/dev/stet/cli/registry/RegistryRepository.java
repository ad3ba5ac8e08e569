package dev.stet.cli.registry;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One repository of a registry. Source: distribution-spec, sections "Pull", "Push" and "Content
 * Discovery". Safe for use by many threads.
 *
 * <p>An {@link IOException} is a connection that failed and may be tried again; a {@link Failure}
 * is an answer.
 */
public final class RegistryRepository {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;
  private static final int LARGEST_MANIFEST = 8 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern NEXT = Pattern.compile("\\s*<([^>]*)>\\s*;.*rel=\"?next\"?.*");
  private static final String ACCEPT =
      MediaTypes.MANIFESTS.stream().sorted().collect(Collectors.joining(", "));

  private final Transport transport;
  private final String path;
  private final String name;
  private final Scope pull;
  private final Scope push;

  RegistryRepository(Transport transport, String name) {
    this.transport = transport;
    this.name = name;
    this.path = "/v2/" + name;
    this.pull = Scope.pull(name);
    this.push = Scope.push(name);
  }

  /** What became of a manifest that was pushed. */
  public record Pushed(Digest standing) {}

  /** The manifest, its bytes checked against the digest where one was asked for. */
  public DownloadedManifest manifest(Reference reference) throws IOException {
    Supplier<HttpRequest.Builder> request =
        () ->
            transport
                .request(path + "/manifests/" + reference)
                .timeout(PATIENCE)
                .header("Accept", ACCEPT);
    HttpResponse<InputStream> response = transport.download(request, pull);
    if (response.statusCode() != OK) {
      throw refused(response, name + " has no manifest " + reference + " to read");
    }
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(LARGEST_MANIFEST + 1);
      if (bytes.length > LARGEST_MANIFEST) {
        throw Failure.of(
                ExitCode.FAILURE, "manifest " + reference + " of " + name + " is too large")
            .because("more than " + LARGEST_MANIFEST + " bytes");
      }
      String type = response.headers().firstValue("Content-Type").orElse("");
      Digest.Algorithm algorithm =
          reference instanceof Digest digest ? digest.algorithm() : Digest.Algorithm.SHA256;
      return checked(reference, DownloadedManifest.of(bytes, type, algorithm));
    }
  }

  private DownloadedManifest checked(Reference asked, DownloadedManifest got) {
    if (asked instanceof Digest && !asked.equals(got.digest())) {
      throw Failure.of(
              ExitCode.VERIFICATION_FAILED,
              "the manifest of " + name + " is not what was asked for")
          .because("wanted " + asked + ", got " + got.digest())
          .next("do not use that registry's copy");
    }
    return got;
  }

  /** The digest that a reference names, if it is there. */
  public Optional<Digest> find(Reference reference) throws IOException {
    HttpResponse<InputStream> response = head(path + "/manifests/" + reference, pull);
    if (response.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    if (response.statusCode() != OK) {
      throw refused(response, name + ":" + reference + " cannot be looked up");
    }
    return reference instanceof Digest digest
        ? Optional.of(digest)
        : response.headers().firstValue("Docker-Content-Digest").map(Digest::parse);
  }

  private HttpResponse<InputStream> head(String target, Scope scope) throws IOException {
    HttpResponse<InputStream> response =
        transport.download(
            () -> transport.request(target).timeout(PATIENCE).header("Accept", ACCEPT).HEAD(),
            scope);
    return response;
  }

  /** Whether the repository holds a blob. */
  public boolean hasBlob(Digest blob) throws IOException {
    HttpResponse<InputStream> response =
        transport.send(
            () -> transport.request(path + "/blobs/" + blob).timeout(PATIENCE).HEAD(), push);
    Transport.drop(response);
    return response.statusCode() == OK;
  }

  /** The content of a blob, not yet checked; to be closed. */
  public InputStream blob(Digest blob) throws IOException {
    HttpResponse<InputStream> response =
        transport.download(
            () -> transport.request(path + "/blobs/" + blob).timeout(PATIENCE), pull);
    if (response.statusCode() != OK) {
      throw refused(response, "blob " + blob.abbreviated() + " of " + name + " cannot be read");
    }
    return response.body();
  }

  /** A place where a blob can be sent to; empty where mounting was enough. */
  public Optional<URI> begin(Digest blob, Optional<RepositoryName> mountFrom) throws IOException {
    String mount = mountFrom.map(from -> "?mount=" + blob + "&from=" + from).orElse("");
    Scope scope = mountFrom.map(from -> push.and(Scope.pull(from.value()))).orElse(push);
    HttpResponse<InputStream> response =
        transport.send(
            () ->
                transport
                    .request(path + "/blobs/uploads/" + mount)
                    .timeout(PATIENCE)
                    .POST(BodyPublishers.noBody()),
            scope);
    if (response.statusCode() == CREATED) {
      Transport.drop(response);
      return Optional.empty();
    }
    if (response.statusCode() != ACCEPTED) {
      throw refused(response, "blob " + blob.abbreviated() + " cannot be pushed to " + name);
    }
    Transport.drop(response);
    return Optional.of(location(response));
  }

  private URI location(HttpResponse<InputStream> response) {
    String location =
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(
                () ->
                    Failure.of(
                            ExitCode.FAILURE,
                            "the registry began an upload and named no place for it")
                        .because("its answer has no header Location"));
    return transport.resolve(response.uri(), location);
  }

  /** Sends a blob to the place that {@link #begin} gave. The stream is read once, to its end. */
  public void upload(URI place, Descriptor blob, InputStream content) throws IOException {
    String separator = place.getRawQuery() == null ? "?" : "&";
    URI target = URI.create(place + separator + "digest=" + blob.digest());
    HttpResponse<InputStream> response =
        transport.send(
            () ->
                transport
                    .request(target.toString())
                    .header("Content-Type", "application/octet-stream")
                    .PUT(
                        blob.size() == 0
                            ? BodyPublishers.noBody()
                            : BodyPublishers.fromPublisher(
                                BodyPublishers.ofInputStream(() -> content), blob.size())),
            push);
    if (response.statusCode() != CREATED) {
      throw refused(response, "blob " + blob.digest().abbreviated() + " was not taken by " + name);
    }
    Transport.drop(response);
  }

  /**
   * Pushes a manifest.
   *
   * @param headers further headers
   * @return what stands under the reference now
   */
  public Pushed push(Reference reference, DownloadedManifest manifest, Map<String, String> headers)
      throws IOException {
    HttpResponse<InputStream> response =
        transport.send(
            () -> {
              HttpRequest.Builder request =
                  transport
                      .request(path + "/manifests/" + reference)
                      .timeout(PATIENCE)
                      .header("Content-Type", manifest.mediaType())
                      .PUT(BodyPublishers.ofByteArray(manifest.bytes()));
              headers.forEach(request::header);
              return request;
            },
            push);
    if (response.statusCode() != CREATED) {
      throw refused(
          response,
          name + (reference instanceof TagName ? ":" : "@") + reference + " was not pushed");
    }
    Transport.drop(response);
    return new Pushed(
        response
            .headers()
            .firstValue("Docker-Content-Digest")
            .map(Digest::parse)
            .orElse(manifest.digest()));
  }

  /** All tags, in the order of the registry. */
  public List<TagName> tags() throws IOException {
    List<TagName> tags = new ArrayList<>();
    Optional<String> page = Optional.of(path + "/tags/list");
    while (page.isPresent()) {
      String target = page.get();
      HttpResponse<InputStream> response =
          transport.send(() -> transport.request(target).timeout(PATIENCE), pull);
      if (response.statusCode() != OK) {
        throw refused(response, "the tags of " + name + " cannot be listed");
      }
      tagsIn(response).forEach(tags::add);
      page = nextPage(response);
    }
    return tags;
  }

  private static List<TagName> tagsIn(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      List<TagName> tags = new ArrayList<>();
      for (JsonNode tag : JsonMapper.builder().build().readTree(body).path("tags")) {
        tags.add(TagName.parse(tag.asString("")));
      }
      return tags;
    } catch (JacksonException e) {
      throw new IOException("the list of tags is not JSON", e);
    }
  }

  private Optional<String> nextPage(HttpResponse<InputStream> response) {
    return response
        .headers()
        .firstValue("Link")
        .map(NEXT::matcher)
        .filter(Matcher::matches)
        .map(link -> transport.resolve(response.uri(), link.group(1)))
        .filter(transport::isRegistry)
        .map(URI::toString);
  }

  /** An answer that may be better next time is an {@link IOException}, any other a failure. */
  private Failure refused(HttpResponse<InputStream> response, String what) throws IOException {
    Failure refusal = transport.refusal(response, what);
    if (response.statusCode() >= SERVER_ERROR || response.statusCode() == TOO_MANY) {
      throw new BusyException(refusal);
    }
    return refusal;
  }

  /** The failure of a connection to this registry. */
  public Failure unreachable(IOException cause) {
    return cause instanceof BusyException busy ? busy.refusal() : transport.unreachable(cause);
  }
}
