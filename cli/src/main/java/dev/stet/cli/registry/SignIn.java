package dev.stet.cli.registry;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs in to one registry, as it asks: with name and password, or for a token that lasts a while.
 * Safe for use by many threads.
 *
 * <p>Credentials are sent over https only, or in plain http where the registry itself is spoken to
 * so.
 */
final class SignIn {
  private static final int OK = 200;
  private static final long SHORTEST_SECONDS = 60;
  private static final long LONGEST_SECONDS = 24 * 60 * 60; // whatever a registry says
  private static final long MARGIN_SECONDS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private record Known(String header, Instant until) {}

  private final URI registry;
  private final String host;
  private final Optional<Credentials> credentials;
  private final HttpClient http;
  private final Clock clock;
  private final Map<Scope, Known> known = new ConcurrentHashMap<>();

  SignIn(
      URI registry, String host, Optional<Credentials> credentials, HttpClient http, Clock clock) {
    this.registry = registry;
    this.host = host;
    this.credentials = credentials;
    this.http = http;
    this.clock = clock;
  }

  /** The header {@code Authorization} for a scope, if one is known that still lasts. */
  Optional<String> header(Scope scope) {
    return Optional.ofNullable(known.get(scope))
        .filter(it -> clock.instant().isBefore(it.until()))
        .map(Known::header);
  }

  /**
   * Does what a registry asked for that answered 401.
   *
   * @param asked the values of {@code WWW-Authenticate}
   * @throws Failure if there is nothing to sign in with, or it is refused
   */
  void answer(List<String> asked, Scope scope) throws IOException, InterruptedException {
    Challenge challenge =
        Challenge.strongest(asked).orElseThrow(() -> refused("it does not say how to sign in"));
    known.put(
        scope, challenge.scheme().equals(Challenge.BEARER) ? token(challenge, scope) : basic());
  }

  private Known basic() {
    Credentials mine = credentials.orElseThrow(() -> refused("it wants a name and a password"));
    if (mine.identityToken()) {
      throw refused("it wants a name and a password, and " + mine.from() + " has a token");
    }
    return new Known(mine.basic(), Instant.MAX);
  }

  private Known token(Challenge challenge, Scope scope) throws IOException, InterruptedException {
    URI realm = realm(challenge);
    HttpResponse<byte[]> response =
        http.send(request(realm, challenge, scope), HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != OK) {
      throw refused(
          "it answered "
              + response.statusCode()
              + credentials.map(it -> " to the " + it).orElse(" to a request without credentials"));
    }
    return read(response.body());
  }

  private Known read(byte[] body) {
    try {
      JsonNode answer = JsonMapper.builder().build().readTree(body);
      String token = answer.path("token").asString(answer.path("access_token").asString(""));
      long seconds =
          Math.clamp(
              answer.path("expires_in").asLong(SHORTEST_SECONDS),
              SHORTEST_SECONDS,
              LONGEST_SECONDS);
      if (token.isEmpty()) {
        throw refused("its answer holds no token");
      }
      return new Known("Bearer " + token, clock.instant().plusSeconds(seconds - MARGIN_SECONDS));
    } catch (JacksonException e) {
      throw refused("its answer is not JSON");
    }
  }

  private HttpRequest request(URI realm, Challenge challenge, Scope scope) {
    String service = challenge.parameters().getOrDefault("service", "");
    if (credentials.filter(Credentials::identityToken).isPresent()) {
      String form =
          "grant_type=refresh_token&client_id=stet&service="
              + encoded(service)
              + "&scope="
              + encoded(scope.text())
              + "&refresh_token="
              + encoded(credentials.get().secret());
      return HttpRequest.newBuilder(realm)
          .timeout(PATIENCE)
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(form))
          .build();
    }
    StringBuilder query = new StringBuilder(realm.getRawQuery() == null ? "?" : "&");
    query.append("service=").append(encoded(service));
    for (String one : scope.text().split(" ", -1)) {
      query.append("&scope=").append(encoded(one));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(realm + query.toString())).timeout(PATIENCE);
    credentials.ifPresent(mine -> request.header("Authorization", mine.basic()));
    return request.build();
  }

  private URI realm(Challenge challenge) {
    URI realm;
    try {
      realm = registry.resolve(challenge.parameters().getOrDefault("realm", ""));
    } catch (IllegalArgumentException e) {
      throw refused("it names a place for tokens that is no address");
    }
    boolean plain = "http".equals(realm.getScheme());
    if (!plain && !"https".equals(realm.getScheme())) {
      throw refused("it names a place for tokens that is no address");
    }
    if (plain && !"http".equals(registry.getScheme())) {
      throw refused("it wants credentials in plain http, at " + realm.getAuthority());
    }
    return realm;
  }

  private Failure refused(String why) {
    return Failure.of(ExitCode.NOT_ALLOWED, "not signed in to " + host)
        .because(why)
        .next("docker login " + host + ", or podman login " + host);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
