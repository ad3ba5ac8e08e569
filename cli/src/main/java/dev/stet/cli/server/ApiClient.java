package dev.stet.cli.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.stet.api.Api;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.oci.RepositoryName;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a server over Stet's own API. What the server does not know or refuses is a {@link Failure};
 * each method takes the words for it: what could not be done.
 */
public final class ApiClient {
  private static final int PAGE = 1000;
  private static final int BAD_REQUEST = 400;
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .changeDefaultPropertyInclusion(it -> it.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private final ServerAddress server;
  private final Caller caller;
  private final Duration patience;
  private final HttpClient http;

  /**
   * A client of one server.
   *
   * @param patience how long to wait for each answer, to its last byte
   */
  ApiClient(ServerAddress server, Caller caller, Duration patience) {
    this.server = server;
    this.caller = caller;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(patience.compareTo(LONGEST_CONNECT) < 0 ? patience : LONGEST_CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /** The server that is asked. */
  public ServerAddress server() {
    return server;
  }

  /** A repository on the server. */
  public Place place(String repository) {
    return new Place(server.host(), repository);
  }

  /** Reads one answer. */
  public <T> T get(ApiPath path, Class<T> type, String otherwise) {
    return read(request(path.text()).GET(), type, otherwise);
  }

  /** Reads one answer; empty if what is asked for is not there. */
  public <T> Optional<T> find(ApiPath path, Class<T> type, String otherwise) {
    try {
      return Optional.of(get(path, type, otherwise));
    } catch (Failure failure) {
      if (failure.exitCode() == ExitCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Whether a repository holds a manifest; asked as any client of the registry asks. */
  public boolean holds(RepositoryName repository, String digest) {
    HttpResponse<byte[]> response =
        send(to("/v2/" + repository + "/manifests/" + digest, "*/*").HEAD().build());
    return switch (response.statusCode()) {
      case 200 -> true;
      case 404 -> false;
      default -> throw notStet("it answered " + response.statusCode() + " to a look at a manifest");
    };
  }

  /**
   * Reads a list to its end, page after page.
   *
   * @param rows the rows of a page
   * @param next path and query of the page after it, null after the last
   */
  public <P, T> List<T> all(
      ApiPath path,
      Class<P> type,
      Function<P, List<T>> rows,
      Function<P, @Nullable String> next,
      String otherwise) {
    List<T> all = new ArrayList<>();
    @Nullable String target = path.with("n", PAGE).text();
    while (target != null) {
      P page = read(request(target).GET(), type, otherwise);
      all.addAll(rows.apply(page));
      target = next.apply(page);
    }
    return all;
  }

  /** Creates something, or has something done. */
  public <T> T post(ApiPath path, Object body, Class<T> type, String otherwise) {
    return read(change(path, "POST", json(body)), type, otherwise);
  }

  /**
   * Changes something.
   *
   * @param sequence the number that it must still have, for {@code If-Match}
   */
  public <T> T patch(
      ApiPath path, Object body, Optional<Long> sequence, Class<T> type, String otherwise) {
    HttpRequest.Builder request = change(path, "PATCH", json(body));
    sequence.ifPresent(number -> request.header("If-Match", "\"" + number + "\""));
    return read(request, type, otherwise);
  }

  /** Takes something away. */
  public <T> T delete(ApiPath path, Class<T> type, String otherwise) {
    return read(change(path, "DELETE", BodyPublishers.noBody()), type, otherwise);
  }

  private static BodyPublisher json(Object body) {
    return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
  }

  private HttpRequest.Builder change(ApiPath path, String method, BodyPublisher body) {
    HttpRequest.Builder request =
        request(path.text()).method(method, body).header("Content-Type", "application/json");
    caller.actor().ifPresent(name -> request.header("Stet-Actor", name));
    caller.token(server).ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  /** A page that the server names stays on the server. */
  private HttpRequest.Builder request(String target) {
    if (!target.startsWith(Api.PATH)) {
      throw notStet("it names a next page that is not its own");
    }
    return to(target, "application/json, application/problem+json");
  }

  private HttpRequest.Builder to(String target, String accept) {
    return HttpRequest.newBuilder(server.base().resolve(target))
        .header("User-Agent", caller.userAgent())
        .header("Accept", accept);
  }

  private <T> T read(HttpRequest.Builder request, Class<T> type, String otherwise) {
    HttpResponse<byte[]> response = send(request.build());
    if (response.statusCode() / 100 != 2) {
      throw refused(response, otherwise);
    }
    try {
      return JSON.readValue(response.body(), type);
    } catch (JacksonException e) {
      throw notStet("its answer was not understood");
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return Deadline.of(
          patience, () -> http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unreachable.failure(server, new InterruptedIOException("interrupted"));
    } catch (IOException e) {
      throw Unreachable.failure(server, e);
    }
  }

  private Failure refused(HttpResponse<byte[]> response, String otherwise) {
    Problem problem = Problem.read(response.statusCode(), response.headers(), response.body());
    if (problem.code().isEmpty()) {
      return notStet("it answered " + problem.status() + " and named no error code");
    }
    Failure failure =
        problem.status() == BAD_REQUEST
            ? problem.failure(ExitCode.USAGE, otherwise)
            : problem.failure(problem.exitCode(), otherwise);
    return switch (failure.exitCode()) {
      case NOT_FOUND -> failure.next(advice(problem.code()) + "; this was asked of " + server);
      case NOT_ALLOWED ->
          failure.next(
              "set STET_TOKEN to what is in the file 'token' of the server's data folder; a server"
                  + " of yours on this machine needs none");
      default -> failure;
    };
  }

  private static String advice(String code) {
    return switch (code) {
      case "NAME_UNKNOWN" -> "push to it first, or name the Stet that has it with --server";
      case "UNSUPPORTED" -> "the server may be older than this command: stet version";
      default -> "stet tags REPO lists what a repository holds";
    };
  }

  private Failure notStet(String why) {
    return Failure.of(ExitCode.FAILURE, server + " does not answer like a Stet")
        .because(why + "; this address was named by " + server.namedBy())
        .next("name a Stet with --server or STET_SERVER; 'stet version' shows who answers");
  }
}
