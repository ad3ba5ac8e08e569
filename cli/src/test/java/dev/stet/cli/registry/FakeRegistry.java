package dev.stet.cli.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A registry in memory that behaves as a test tells it: it wants to be signed in to, redirects
 * downloads, fails now and then, or refuses tags that are taken.
 */
public final class FakeRegistry implements AutoCloseable {
  /** An answer that stands before the usual one. */
  public interface Rule {
    /** Answers, or leaves it to the registry by returning false. */
    boolean answer(HttpExchange exchange) throws IOException;
  }

  private static final Pattern BLOB = Pattern.compile("/v2/(.+)/blobs/(sha256:[0-9a-f]+)");
  private static final Pattern UPLOAD = Pattern.compile("/v2/(.+)/blobs/uploads/(.*)");
  private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/([^/]+)");

  private static final Pattern REFERRERS = Pattern.compile("/v2/(.+)/referrers/([^/]+)");
  private static final int PAGE = 2;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(byte[] bytes, String type) {}

  private final HttpServer server;
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, Stored> manifests = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private volatile boolean listsReferrers;

  /** A registry on a free port of this machine. */
  public FakeRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Host and port. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Method, path, query and what it was authorised by, of each request in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** The requests with a method, without what they were authorised by. */
  public List<String> asked(String method) {
    return asked.stream()
        .filter(it -> it.startsWith(method + " "))
        .map(it -> it.substring(method.length() + 1, it.indexOf(' ', method.length() + 1)))
        .toList();
  }

  /** Adds a rule; the first that answers wins. */
  public FakeRegistry rule(Rule rule) {
    rules.add(rule);
    return this;
  }

  /** Answers what refers to a manifest, as registries of version 1.1 do. */
  public FakeRegistry listsReferrers() {
    listsReferrers = true;
    return this;
  }

  /** Behaves as usual again. */
  public void forgetRules() {
    rules.clear();
  }

  /** Forgets what was asked so far. */
  public void forget() {
    asked.clear();
  }

  /** Takes a reference away, and nothing else. */
  public void lose(String repository, String reference) {
    manifests.remove(repository + "/" + reference);
  }

  /** Wants a token, which it gives to a user for a password. */
  public FakeRegistry wantsToken(String user, String password) {
    String token = "t0k3n";
    return rule(
        exchange -> {
          String sent = authorization(exchange);
          if (exchange.getRequestURI().getPath().equals("/token")) {
            boolean known = sent.equals(basic(user, password));
            answer(exchange, known ? 200 : 401, "{\"access_token\":\"" + token + "\"}");
            return true;
          }
          if (sent.equals("Bearer " + token)) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .set(
                  "WWW-Authenticate",
                  "Bearer realm=\"http://%s/token\",service=\"fake\"".formatted(host()));
          answer(exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"no\"}]}");
          return true;
        });
  }

  /** The header that a user and a password make. */
  public static String basic(String user, String password) {
    String pair = user + ":" + password;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** What a request is authorised by. */
  public static String authorization(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
  }

  /** Answers with JSON. */
  public static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** The bytes of a manifest. */
  public byte[] manifest(String repository, String reference) {
    Stored stored = manifests.get(repository + "/" + reference);
    if (stored == null) {
      throw new AssertionError(
          "no manifest " + repository + " " + reference + " in " + manifests.keySet());
    }
    return stored.bytes();
  }

  /** Whether a reference is there. */
  public boolean has(String repository, String reference) {
    return manifests.containsKey(repository + "/" + reference);
  }

  /** How many blobs it holds. */
  public int blobs() {
    return blobs.size();
  }

  /** Puts another content where a blob was. */
  public void damageBlobs() {
    blobs.replaceAll(
        (_, content) -> {
          byte[] other = content.clone();
          other[other.length / 2] ^= 1;
          return other;
        });
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestURI().toString();
      asked.add(exchange.getRequestMethod() + " " + target + " " + authorization(exchange));
      for (Rule rule : rules) {
        if (rule.answer(exchange)) {
          return;
        }
      }
      usual(exchange);
    }
  }

  private void usual(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Matcher upload = UPLOAD.matcher(path);
    Matcher blob = BLOB.matcher(path);
    Matcher manifest = MANIFEST.matcher(path);
    Matcher referrers = REFERRERS.matcher(path);
    if (upload.matches()) {
      upload(exchange);
    } else if (blob.matches()) {
      send(exchange, blobs.get(blob.group(2)), "application/octet-stream", blob.group(2));
    } else if (manifest.matches()) {
      manifest(exchange, manifest.group(1), manifest.group(2));
    } else if (listsReferrers && referrers.matches()) {
      referrers(exchange, referrers.group(1), referrers.group(2));
    } else if (path.equals("/v2/_catalog")) {
      catalog(exchange);
    } else if (path.endsWith("/tags/list")) {
      tags(exchange, path.substring("/v2/".length(), path.length() - "/tags/list".length()));
    } else {
      notFound(exchange);
    }
  }

  private void upload(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      exchange
          .getResponseHeaders()
          .set("Location", exchange.getRequestURI().getPath() + "u1?state=x");
      exchange.sendResponseHeaders(202, -1);
      return;
    }
    byte[] content = exchange.getRequestBody().readAllBytes();
    String query = URI.create(exchange.getRequestURI().toString()).getQuery();
    String digest = query.substring(query.indexOf("digest=") + "digest=".length());
    if (!Digest.sha256(content).toString().equals(digest)) {
      answer(exchange, 400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"wrong\"}]}");
      return;
    }
    blobs.put(digest, content);
    exchange.sendResponseHeaders(201, -1);
  }

  private void manifest(HttpExchange exchange, String repository, String reference)
      throws IOException {
    String key = repository + "/" + reference;
    if (!exchange.getRequestMethod().equals("PUT")) {
      Stored stored = manifests.get(key);
      send(
          exchange,
          stored == null ? null : stored.bytes(),
          stored == null ? "" : stored.type(),
          stored == null ? "" : Digest.sha256(stored.bytes()).toString());
      return;
    }
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    Stored stored = new Stored(bytes, exchange.getRequestHeaders().getFirst("Content-Type"));
    manifests.put(key, stored);
    manifests.put(repository + "/" + Digest.sha256(bytes), stored);
    exchange.getResponseHeaders().set("Docker-Content-Digest", Digest.sha256(bytes).toString());
    exchange.sendResponseHeaders(201, -1);
  }

  private void tags(HttpExchange exchange, String repository) throws IOException {
    Set<String> mine = new TreeSet<>();
    for (String key : manifests.keySet()) {
      String name = key.substring(key.lastIndexOf('/') + 1);
      if (key.equals(repository + "/" + name) && !name.contains(":")) {
        mine.add(name);
      }
    }
    page(exchange, "tags", mine);
  }

  private void catalog(HttpExchange exchange) throws IOException {
    Set<String> all = new TreeSet<>();
    manifests.keySet().forEach(key -> all.add(key.substring(0, key.lastIndexOf('/'))));
    page(exchange, "repositories", all);
  }

  private static void page(HttpExchange exchange, String field, Set<String> all)
      throws IOException {
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("last=");
    String last = query.substring("last=".length());
    List<String> rest = all.stream().filter(name -> name.compareTo(last) > 0).toList();
    List<String> page = rest.subList(0, Math.min(rest.size(), PAGE));
    if (page.size() < rest.size()) {
      String next = exchange.getRequestURI().getPath() + "?last=" + page.getLast();
      exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
    }
    String names = page.stream().map(name -> '"' + name + '"').collect(Collectors.joining(","));
    answer(exchange, 200, "{\"" + field + "\":[" + names + "]}");
  }

  /** The manifests of a repository that name a subject, one on each page. */
  private void referrers(HttpExchange exchange, String repository, String subject)
      throws IOException {
    List<String> all = new ArrayList<>();
    manifests.forEach(
        (key, stored) -> {
          boolean mine = key.equals(repository + "/" + Digest.sha256(stored.bytes()));
          Manifest manifest = Manifest.parse(stored.bytes(), stored.type());
          boolean about =
              manifest.subject().stream().anyMatch(it -> it.digest().toString().equals(subject));
          if (mine && about) {
            all.add(
                "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                    .formatted(
                        stored.type(), Digest.sha256(stored.bytes()), stored.bytes().length));
          }
        });
    Collections.sort(all);
    String query = exchange.getRequestURI().getQuery();
    int page = query == null ? 0 : Integer.parseInt(query.substring("page=".length()));
    if (page + 1 < all.size()) {
      String next = exchange.getRequestURI().getPath() + "?page=" + (page + 1);
      exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
    }
    String entry = page < all.size() ? all.get(page) : "";
    answer(exchange, 200, "{\"schemaVersion\":2,\"manifests\":[" + entry + "]}");
  }

  private static void send(
      HttpExchange exchange, byte @Nullable [] content, String type, String digest)
      throws IOException {
    if (content == null) {
      notFound(exchange);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : content.length);
    if (!head) {
      exchange.getResponseBody().write(content);
    }
  }

  private static void notFound(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      answer(
          exchange, 404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"unknown\"}]}");
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
