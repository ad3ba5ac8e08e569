package dev.stet.cli.registry;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.server.Problem;
import dev.stet.cli.server.ServerAddress;
import dev.stet.cli.server.Unreachable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends requests to one registry: signs in where it asks for that, follows redirects of downloads,
 * and passes its warnings on. Safe for use by many threads.
 */
final class Transport {
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int MOST_REDIRECTS = 5;
  private static final int LARGEST_ERROR = 64 * 1024;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Pattern WARNING =
      Pattern.compile("\\d{3} \\S+ \"((?:[^\"\\\\]|\\\\.)*)\".*");

  private final ServerAddress registry;
  private final HttpClient http;
  private final SignIn signIn;
  private final String userAgent;
  private final Consumer<String> warnings;

  Transport(
      ServerAddress registry,
      HttpClient http,
      SignIn signIn,
      String userAgent,
      Consumer<String> warnings) {
    this.registry = registry;
    this.http = http;
    this.signIn = signIn;
    this.userAgent = userAgent;
    this.warnings = warnings;
  }

  /** A request to the registry. */
  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(registry.base().resolve(target));
  }

  /**
   * Sends a request, once more after signing in where the registry asks for that.
   *
   * @param request makes the request; called once for each attempt
   * @throws Failure if there is no answer
   */
  HttpResponse<InputStream> send(Supplier<HttpRequest.Builder> request, Scope scope)
      throws IOException {
    HttpResponse<InputStream> response = attempt(request.get(), scope);
    if (response.statusCode() == UNAUTHORIZED) {
      drop(response);
      answer(response, scope);
      response = attempt(request.get(), scope);
    }
    warn(response);
    return response;
  }

  private void answer(HttpResponse<InputStream> response, Scope scope) throws IOException {
    try {
      signIn.answer(response.headers().allValues("WWW-Authenticate"), scope);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private HttpResponse<InputStream> attempt(HttpRequest.Builder builder, Scope scope)
      throws IOException {
    signIn.header(scope).ifPresent(value -> builder.setHeader("Authorization", value));
    return exchange(builder);
  }

  /** Sends a request as it is, and nothing more than that. */
  HttpResponse<InputStream> exchange(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(
          request.setHeader("User-Agent", userAgent).build(),
          HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  /**
   * Sends a GET and follows where it leads. Credentials stay with the registry, and https is never
   * left for plain http.
   */
  HttpResponse<InputStream> download(Supplier<HttpRequest.Builder> request, Scope scope)
      throws IOException {
    HttpResponse<InputStream> response = send(request, scope);
    for (int i = 0; REDIRECTS.contains(response.statusCode()); i++) {
      drop(response);
      URI target = redirect(response, i);
      HttpRequest.Builder next = HttpRequest.newBuilder(target);
      if (isRegistry(target)) {
        signIn.header(scope).ifPresent(value -> next.setHeader("Authorization", value));
      }
      response = exchange(next);
    }
    return response;
  }

  private URI redirect(HttpResponse<InputStream> response, int followed) {
    Optional<String> location = response.headers().firstValue("Location");
    if (location.isEmpty() || followed >= MOST_REDIRECTS) {
      throw badRedirect("it leads nowhere");
    }
    URI target = resolve(response.uri(), location.get());
    if ("https".equals(response.uri().getScheme()) && !"https".equals(target.getScheme())) {
      throw badRedirect("it leads from https to " + target.getScheme());
    }
    return target;
  }

  /** The address that an answer names, which may be relative. */
  URI resolve(URI base, String location) {
    try {
      return base.resolve(location);
    } catch (IllegalArgumentException e) {
      throw badRedirect("it is no address");
    }
  }

  /** Whether an address is of the registry itself. */
  boolean isRegistry(URI target) {
    return registry.base().getScheme().equals(target.getScheme())
        && registry
            .base()
            .getRawAuthority()
            .equalsIgnoreCase(String.valueOf(target.getRawAuthority()));
  }

  private Failure badRedirect(String why) {
    return Failure.of(ExitCode.FAILURE, registry + " gave an address that cannot be followed")
        .because(why)
        .next("try again, or ask whoever runs that registry");
  }

  private void warn(HttpResponse<?> response) {
    for (String value : response.headers().allValues("Warning")) {
      Matcher matcher = WARNING.matcher(value);
      warnings.accept(matcher.matches() ? matcher.group(1).replaceAll("\\\\(.)", "$1") : value);
    }
  }

  /**
   * The failure that an answer is.
   *
   * @throws BusyException if the answer may be better next time
   */
  Failure refusal(HttpResponse<InputStream> response, String what) throws IOException {
    return refusal(problem(response), what);
  }

  /** As {@link #refusal(HttpResponse, String)}, of an answer that was read. */
  Failure refusal(Problem problem, String what) throws BusyException {
    Failure failure = problem.failure(what);
    if (problem.status() >= SERVER_ERROR || problem.status() == TOO_MANY) {
      throw new BusyException(waiting(failure, problem.retryAfter()), problem.retryAfter());
    }
    return failure.exitCode() == ExitCode.NOT_ALLOWED
        ? failure.next("docker login " + registry.host())
        : failure;
  }

  private static Failure waiting(Failure failure, Duration wanted) {
    return wanted.isZero()
        ? failure
        : failure.next("try again in " + wanted.toSeconds() + " seconds, as the registry asks");
  }

  /** What an answer says that is no success. */
  Problem problem(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return Problem.read(
          response.statusCode(), response.headers(), body.readNBytes(LARGEST_ERROR));
    }
  }

  /** The failure of a connection, or of a registry that stays busy. */
  Failure unreachable(IOException cause) {
    return cause instanceof BusyException busy
        ? busy.refusal()
        : Unreachable.failure(registry, cause);
  }

  /** Reads what is left, so that the connection can be used again. */
  static void drop(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      body.skip(LARGEST_ERROR);
    }
  }

  /** A client for all registries. */
  static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(30))
        .build();
  }
}
