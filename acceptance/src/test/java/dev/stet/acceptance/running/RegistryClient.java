package dev.stet.acceptance.running;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The distribution API, without retries or second thoughts. Safe for use by many threads. */
public final class RegistryClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration QUORUM = Duration.ofSeconds(60); // the server waits for half of it

  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RegistryClient(String address) {
    this.address = address;
  }

  /** Pushes a blob in one request. */
  public HttpResponse<byte[]> pushBlob(String repository, byte[] blob)
      throws IOException, InterruptedException {
    String path = "/v2/" + repository + "/blobs/uploads/?digest=" + Digest.sha256(blob);
    return send("POST", path, "application/octet-stream", BodyPublishers.ofByteArray(blob));
  }

  /** Begins an upload; the answer's {@code Location} takes its bytes. */
  public HttpResponse<byte[]> beginUpload(String repository)
      throws IOException, InterruptedException {
    return send(
        "POST", "/v2/" + repository + "/blobs/uploads/", "text/plain", BodyPublishers.noBody());
  }

  /** Adds bytes to an upload. */
  public HttpResponse<byte[]> append(String location, byte[] bytes)
      throws IOException, InterruptedException {
    return send("PATCH", location, "application/octet-stream", BodyPublishers.ofByteArray(bytes));
  }

  /** Asks how far an upload is; the answer's {@code Range} says it. */
  public HttpResponse<byte[]> upload(String location) throws IOException, InterruptedException {
    return get(location);
  }

  /** Ends an upload. */
  public HttpResponse<byte[]> finish(String location, Digest digest)
      throws IOException, InterruptedException {
    return send("PUT", location + "?digest=" + digest, "text/plain", BodyPublishers.noBody());
  }

  /** Pushes an image's manifest under a tag or its digest. */
  public HttpResponse<byte[]> pushManifest(String repository, Object reference, TestImage image)
      throws IOException, InterruptedException {
    return http.send(put(repository, reference, image).build(), BodyHandlers.ofByteArray());
  }

  /** The same, answered when the quorum has signed it, or has not for long. */
  public HttpResponse<byte[]> pushManifestAndWait(
      String repository, Object reference, TestImage image)
      throws IOException, InterruptedException {
    return http.send(
        put(repository, reference, image).header("Stet-Wait", "quorum").timeout(QUORUM).build(),
        BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder put(String repository, Object reference, TestImage image) {
    return request("/v2/" + repository + "/manifests/" + reference)
        .header("Content-Type", MediaTypes.OCI_IMAGE)
        .PUT(BodyPublishers.ofByteArray(image.manifest()));
  }

  /** Pushes an image's manifest under its digest, with tags: all or none. */
  public HttpResponse<byte[]> pushManifest(String repository, TestImage image, List<String> tags)
      throws IOException, InterruptedException {
    return pushManifest(repository, image.digest() + "?tag=" + String.join("&tag=", tags), image);
  }

  /** Reads the newest checkpoint that the log has signed. */
  public HttpResponse<byte[]> checkpoint() throws IOException, InterruptedException {
    return log("checkpoint");
  }

  /**
   * Reads a file of the log.
   *
   * @param path e.g. {@code cosigned/checkpoint} or {@code proof/REPOSITORY/TAG}
   */
  public HttpResponse<byte[]> log(String path) throws IOException, InterruptedException {
    return get("/log/" + path);
  }

  /** Reads a manifest by tag or digest. */
  public HttpResponse<byte[]> manifest(String repository, Object reference)
      throws IOException, InterruptedException {
    return get("/v2/" + repository + "/manifests/" + reference);
  }

  /** Deletes a tag, or an image with all its tags. */
  public HttpResponse<byte[]> delete(String repository, Object reference)
      throws IOException, InterruptedException {
    String path = "/v2/" + repository + "/manifests/" + reference;
    return send("DELETE", path, "text/plain", BodyPublishers.noBody());
  }

  /** Reads a blob. */
  public HttpResponse<byte[]> blob(String repository, Digest digest)
      throws IOException, InterruptedException {
    return get("/v2/" + repository + "/blobs/" + digest);
  }

  /** What refers to a manifest. */
  public HttpResponse<byte[]> referrers(String repository, Digest subject)
      throws IOException, InterruptedException {
    return get("/v2/" + repository + "/referrers/" + subject);
  }

  /** The tags of a repository, page after page; none where there is no repository. */
  public List<String> tags(String repository) throws IOException, InterruptedException {
    List<String> tags = new ArrayList<>();
    String last = "";
    while (true) {
      HttpResponse<byte[]> page = get("/v2/" + repository + "/tags/list?n=1000&last=" + last);
      JsonNode names = JsonMapper.shared().readTree(page.body()).path("tags");
      if (names.isEmpty()) {
        return tags;
      }
      names.forEach(name -> tags.add(name.asString()));
      last = tags.getLast();
    }
  }

  /**
   * One figure that the server tells of itself.
   *
   * @param name the name of the metric with its labels, as Prometheus reads it
   */
  public double metric(String name) throws IOException, InterruptedException {
    String metrics = new String(get("/metrics").body(), StandardCharsets.UTF_8);
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in\n" + metrics));
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> send(String method, String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    return http.send(
        request(path).header("Content-Type", type).method(method, body).build(),
        BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
