package dev.stet.cli.registry;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.server.Problem;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.MalformedException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
  private static final int LARGEST_MANIFEST = 8 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
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
  public sealed interface Pushed {
    /**
     * The reference names this digest now.
     *
     * @param quorum whether those that sign the log of tags have signed it, in the registry's word;
     *     empty if it does not say
     */
    record Standing(Digest digest, String quorum) implements Pushed {
      /** Of what no log tells. */
      public Standing(Digest digest) {
        this(digest, "");
      }
    }

    /**
     * A rule of the registry says no.
     *
     * @param reason which, e.g. {@code TAG_TAKEN}; empty if the registry does not say
     */
    record Refused(String reason, Failure failure) implements Pushed {}
  }

  /**
   * The manifest, its bytes checked against the digest that was asked for, else the one that the
   * registry says it has.
   */
  public DownloadedManifest manifest(Reference reference) throws IOException {
    Supplier<HttpRequest.Builder> request =
        () ->
            transport
                .request(path + "/manifests/" + reference)
                .timeout(PATIENCE)
                .header("Accept", ACCEPT);
    HttpResponse<InputStream> response = transport.download(request, pull);
    if (response.statusCode() != OK) {
      throw transport.refusal(response, name + " has no manifest " + reference + " to read");
    }
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(LARGEST_MANIFEST + 1);
      if (bytes.length > LARGEST_MANIFEST) {
        throw unreadable(reference, "it has more than " + LARGEST_MANIFEST + " bytes");
      }
      String type = response.headers().firstValue("Content-Type").orElse("");
      return checked(
          bytes, type, reference instanceof Digest digest ? Optional.of(digest) : told(response));
    } catch (MalformedException e) {
      throw unreadable(reference, e.getMessage());
    }
  }

  private DownloadedManifest checked(byte[] bytes, String type, Optional<Digest> wanted) {
    Digest.Algorithm algorithm = wanted.map(Digest::algorithm).orElse(Digest.Algorithm.SHA256);
    DownloadedManifest got = DownloadedManifest.of(bytes, type, algorithm);
    if (wanted.isPresent() && !wanted.get().equals(got.digest())) {
      throw Failure.of(
              ExitCode.VERIFICATION_FAILED,
              "the manifest of " + name + " is not what was asked for")
          .because("wanted " + wanted.get() + ", got " + got.digest())
          .next("do not use that registry's copy");
    }
    return got;
  }

  private Failure unreadable(Reference reference, @Nullable String why) {
    return Failure.of(
            ExitCode.FAILURE, "manifest " + reference + " of " + name + " cannot be copied")
        .because(String.valueOf(why));
  }

  /** The digest that an answer says the content has. */
  private static Optional<Digest> told(HttpResponse<InputStream> response) {
    return response.headers().firstValue("Docker-Content-Digest").map(Digest::parse);
  }

  /** The digest that a reference names, if it is there. */
  public Optional<Digest> find(Reference reference) throws IOException {
    HttpResponse<InputStream> response = head(path + "/manifests/" + reference, pull);
    if (response.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    if (response.statusCode() != OK) {
      throw transport.refusal(response, name + ":" + reference + " cannot be looked up");
    }
    return reference instanceof Digest digest ? Optional.of(digest) : told(response);
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
      throw transport.refusal(
          response, "blob " + blob.abbreviated() + " of " + name + " cannot be read");
    }
    return response.body();
  }

  /**
   * A place where a blob can be sent to; empty where mounting was enough. A registry that mounts
   * the content under another digest than was asked for (distribution knows it by its sha256) has
   * not mounted it.
   */
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
      boolean mounted = told(response).map(blob::equals).orElse(true);
      return mounted ? Optional.empty() : begin(blob, Optional.empty());
    }
    if (response.statusCode() != ACCEPTED) {
      throw transport.refusal(
          response, "blob " + blob.abbreviated() + " cannot be pushed to " + name);
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
      throw transport.refusal(
          response, "blob " + blob.digest().abbreviated() + " was not taken by " + name);
    }
    Transport.drop(response);
  }

  /**
   * Pushes a manifest.
   *
   * @param headers further headers
   */
  public Pushed push(Reference reference, DownloadedManifest manifest, Map<String, String> headers)
      throws IOException {
    if (reference instanceof TagName tag
        && manifest.digest().algorithm() != Digest.Algorithm.SHA256) {
      HttpResponse<InputStream> tagged = put(manifest.digest() + "?tag=" + tag, manifest, headers);
      if (isTagged(tagged)) {
        return new Pushed.Standing(manifest.digest(), quorum(tagged));
      }
    }
    HttpResponse<InputStream> response = put(reference.toString(), manifest, headers);
    if (response.statusCode() != CREATED) {
      return refused(response, reference);
    }
    Transport.drop(response);
    return new Pushed.Standing(told(response).orElse(manifest.digest()), quorum(response));
  }

  private static String quorum(HttpResponse<InputStream> response) {
    return response.headers().firstValue("Stet-Log-Quorum").orElse("");
  }

  private HttpResponse<InputStream> put(
      String target, DownloadedManifest manifest, Map<String, String> headers) throws IOException {
    return transport.send(
        () -> {
          HttpRequest.Builder request =
              transport
                  .request(path + "/manifests/" + target)
                  .timeout(PATIENCE)
                  .header("Content-Type", manifest.mediaType())
                  .PUT(BodyPublishers.ofByteArray(manifest.bytes()));
          headers.forEach(request::header);
          return request;
        },
        push);
  }

  /** Whether a push by digest has set the tag beside it; a registry may not know how to. */
  private static boolean isTagged(HttpResponse<InputStream> response) throws IOException {
    Transport.drop(response);
    return response.statusCode() == CREATED && response.headers().firstValue("OCI-Tag").isPresent();
  }

  private Pushed refused(HttpResponse<InputStream> response, Reference reference)
      throws IOException {
    Problem problem = transport.problem(response);
    Failure failure =
        transport.refusal(
            problem,
            name + (reference instanceof TagName ? ":" : "@") + reference + " was not pushed");
    if (failure.exitCode() != ExitCode.REFUSED) {
      throw failure;
    }
    return new Pushed.Refused(problem.reason(), failure);
  }

  /** All tags, in the order of the registry. */
  public List<TagName> tags() throws IOException {
    return new Pages(transport, pull, "tags", "the tags of " + name + " cannot be listed")
        .from(path + "/tags/list").stream().map(tag -> TagName.parse(tag.asString(""))).toList();
  }

  /**
   * The manifests that refer to another; empty where the registry does not keep that list, and
   * clients keep it under a tag.
   */
  public Optional<List<Descriptor>> referrers(Digest subject) throws IOException {
    String what = "what refers to " + subject + " in " + name + " cannot be listed";
    try {
      return Optional.of(
          new Pages(transport, pull, "manifests", what)
              .from(path + "/referrers/" + subject).stream()
                  .map(RegistryRepository::descriptor)
                  .toList());
    } catch (Failure failure) {
      if (failure.exitCode() == ExitCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static Descriptor descriptor(JsonNode node) {
    return new Descriptor(
        node.path("mediaType").asString(""),
        Digest.parse(node.path("digest").asString("")),
        node.path("size").asLong(0),
        false);
  }

  /** The failure of a connection to this registry. */
  public Failure unreachable(IOException cause) {
    return transport.unreachable(cause);
  }
}
