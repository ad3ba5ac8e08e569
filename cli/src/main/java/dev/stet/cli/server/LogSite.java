package dev.stet.cli.server;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.Tile;
import dev.stet.log.TileReader;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log of a registry, as it is served over HTTP. Nothing that it answers is believed: what is
 * read here has to be checked. Source: c2sp.org/tlog-tiles. Not safe for use by many threads.
 */
public final class LogSite implements TileReader {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int LARGEST_NOTE = 64 * 1024;
  private static final int LARGEST_BUNDLE = Tile.WIDTH * (2 + 65535);
  private static final String PREFIX = "/log/";

  private final ServerAddress server;
  private final String userAgent;
  private final Duration patience;
  private final HttpClient http;
  private final Map<Tile, byte[]> tiles = new HashMap<>();

  /**
   * The log of a registry.
   *
   * @param version the version of this command
   */
  public LogSite(ServerAddress server, String version) {
    this(server, version, PATIENCE);
  }

  /**
   * The log of a registry.
   *
   * @param patience how long to wait for each answer, to its last byte
   */
  LogSite(ServerAddress server, String version, Duration patience) {
    this.server = server;
    this.patience = patience;
    this.userAgent = "stet/" + version;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /** The registry. */
  public ServerAddress server() {
    return server;
  }

  /** Where the log is. */
  public URI address() {
    return server.base().resolve(PREFIX);
  }

  /** The newest checkpoint, with the signature of the log at least. */
  public byte[] checkpoint() {
    return required("checkpoint", LARGEST_NOTE);
  }

  /** The newest checkpoint that enough others have signed, as the registry sees it, if any. */
  public Optional<byte[]> cosigned() {
    return get("cosigned/checkpoint", LARGEST_NOTE);
  }

  /** The verifier keys that the registry names: of its log, then of its own auditor. */
  public List<String> keys() {
    return new String(required("key", LARGEST_NOTE), StandardCharsets.UTF_8).lines().toList();
  }

  /** The proof of a tag; empty if the log has no entry for it. */
  public Optional<byte[]> proof(RepositoryName repository, TagName tag) {
    return get("proof/" + repository + "/" + tag, LARGEST_NOTE);
  }

  /** The entries of a bundle; the partial one, or as much of the full one. */
  public List<byte[]> entries(EntryBundle bundle) {
    Optional<byte[]> partial = get(bundle.path(), LARGEST_BUNDLE);
    if (partial.isPresent()) {
      return bundle.decode(partial.get());
    }
    EntryBundle whole = new EntryBundle(bundle.n(), Tile.WIDTH);
    return whole.decode(required(whole.path(), LARGEST_BUNDLE)).subList(0, bundle.width());
  }

  /** The hashes of a tile; the partial one, or as much of the full one. */
  @Override
  public byte[] read(Tile tile) {
    return tiles.computeIfAbsent(
        tile,
        it ->
            get(it.path(), Tile.WIDTH * Hash.SIZE)
                .orElseGet(
                    () ->
                        Arrays.copyOf(
                            required(it.whole().path(), Tile.WIDTH * Hash.SIZE),
                            it.width() * Hash.SIZE)));
  }

  private byte[] required(String path, int largest) {
    return get(path, largest)
        .orElseThrow(
            () ->
                noLog(path, "there is nothing at this address (404)")
                    .next(
                        "name a Stet with --server or STET_SERVER; 'stet version' shows who answers"));
  }

  private Optional<byte[]> get(String path, int largest) {
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve(path)).header("User-Agent", userAgent).build();
    try {
      return Deadline.of(patience, () -> exchange(request, path, largest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unreachable.failure(server, new InterruptedIOException("interrupted"));
    } catch (IOException e) {
      throw Unreachable.failure(server, e);
    }
  }

  private Optional<byte[]> exchange(HttpRequest request, String path, int largest)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      return answer(path, response.statusCode(), body.readNBytes(largest + 1), largest);
    }
  }

  private Optional<byte[]> answer(String path, int status, byte[] body, int largest) {
    if (status == NOT_FOUND) {
      return Optional.empty();
    }
    if (status != OK) {
      throw noLog(path, "it answered " + status).next("try again; the server's own log says why");
    }
    if (body.length > largest) {
      throw noLog(path, "its answer has more than " + largest + " bytes")
          .next("ask whoever runs that registry");
    }
    return Optional.of(body);
  }

  private Failure noLog(String path, String why) {
    return Failure.of(ExitCode.FAILURE, "the log of " + server + " cannot be read")
        .because(address().resolve(path) + ": " + why);
  }
}
