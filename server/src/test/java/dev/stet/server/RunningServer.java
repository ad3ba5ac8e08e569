package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Route;
import dev.stet.oci.Digest;
import dev.stet.server.config.Key;
import dev.stet.server.config.Settings;
import dev.stet.server.config.SettingsReader;
import dev.stet.server.logging.LogSetup;
import dev.stet.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A server of this process, on a free port, and a client for it. */
public final class RunningServer implements AutoCloseable {
  /** The clock of every server that a test starts stands here. */
  public static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  /** The token of every server that a test starts. */
  public static final String TOKEN = "correct-horse";

  public static final String VERSION = "9.8.7-test";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Server server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static {
    LogSetup.apply(false, "warn");
  }

  private RunningServer(Server server) {
    this.server = server;
  }

  /** Starts with the usual settings. */
  public static RunningServer start(Path data) {
    return start(data, Map.of(), Server.Parts.USUAL);
  }

  /** Starts with settings from environment variables. */
  public static RunningServer start(Path data, Map<String, String> environment) {
    return start(data, environment, Server.Parts.USUAL);
  }

  /** Starts with settings from environment variables and other parts. */
  static RunningServer start(Path data, Map<String, String> environment, Server.Parts parts) {
    return start(settings(data, environment), surroundings(data.resolve("tokens")), parts);
  }

  /** Starts with settings from environment variables at a time that the test chooses. */
  static RunningServer startAt(Clock clock, Path data, Map<String, String> environment) {
    Surroundings usual = surroundings(data.resolve("tokens"));
    return start(
        settings(data, environment),
        new Surroundings(
            usual.version(),
            clock,
            usual.identifiers(),
            usual.secrets(),
            usual.random(),
            usual.requestIds(),
            usual.tokens()),
        Server.Parts.USUAL);
  }

  private static RunningServer start(
      Settings settings, Surroundings surroundings, Server.Parts parts) {
    try {
      return new RunningServer(Server.start(settings, surroundings, parts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Settings settings(Path data, Map<String, String> environment) {
    Map<Key, String> flags = Map.of(Key.DATA, data.toString(), Key.LISTEN, "127.0.0.1:0");
    return SettingsReader.read(Optional.empty(), environment, flags);
  }

  static Surroundings surroundings(Path tokens) {
    AtomicLong requests = new AtomicLong();
    return new Surroundings(
        VERSION,
        Clock.fixed(NOW, ZoneOffset.UTC),
        UUID::randomUUID,
        () -> TOKEN,
        new SecureRandom(),
        () -> "request-" + requests.incrementAndGet(),
        Optional.of(tokens));
  }

  public int port() {
    return server.address().port();
  }

  Server server() {
    return server;
  }

  public Database database() {
    return server.database();
  }

  public List<Route> routes() {
    return server.router().routes();
  }

  public RawConnection connect() {
    return new RawConnection(port());
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  public Answer head(String path, String... headers) {
    return send("HEAD", path, BodyPublishers.noBody(), headers);
  }

  public Answer post(String path, byte[] body, String... headers) {
    return send("POST", path, BodyPublishers.ofByteArray(body), headers);
  }

  public Answer put(String path, byte[] body, String... headers) {
    return send("PUT", path, BodyPublishers.ofByteArray(body), headers);
  }

  public Answer patch(String path, byte[] body, String... headers) {
    return send("PATCH", path, BodyPublishers.ofByteArray(body), headers);
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  /**
   * Sends one request.
   *
   * @param headers names and values in turn
   */
  public Answer send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(PATIENCE)
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.headers().map(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Pushes a blob with one request. */
  public Digest pushBlob(String repository, byte[] content) {
    Digest digest = Digest.sha256(content);
    Answer answer = post("/v2/" + repository + "/blobs/uploads/?digest=" + digest, content);
    assertThat(answer.status()).as("push of a blob: %s", answer).isEqualTo(201);
    return digest;
  }

  /** Begins an upload and returns its location. */
  public String beginUpload(String repository) {
    Answer answer = post("/v2/" + repository + "/blobs/uploads/", new byte[0]);
    assertThat(answer.status()).as("begin of an upload: %s", answer).isEqualTo(202);
    return answer.header("Location");
  }

  /** Pushes what the manifest needs, then the manifest; the answer to that. */
  public Answer push(String repository, String reference, TestImage image, String... headers) {
    image.blobs().forEach(blob -> pushBlob(repository, blob));
    return pushManifest(repository, reference, image, headers);
  }

  /** Pushes the manifest alone. */
  public Answer pushManifest(
      String repository, String reference, TestImage image, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = image.mediaType();
    System.arraycopy(headers, 0, all, 2, headers.length);
    return put("/v2/" + repository + "/manifests/" + reference, image.manifest(), all);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
