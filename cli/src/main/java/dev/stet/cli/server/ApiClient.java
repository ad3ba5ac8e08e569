package dev.stet.cli.server;

import dev.stet.api.Api;
import dev.stet.api.Repository;
import dev.stet.api.RepositoryList;
import dev.stet.api.ServerVersion;
import dev.stet.api.Tag;
import dev.stet.api.TagHistory;
import dev.stet.api.TagList;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server over Stet's own API. What the server does not know or refuses is a failure. */
public final class ApiClient {
  private static final int OK = 200;
  private static final int PAGE = 1000;
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final ServerAddress server;
  private final String userAgent;
  private final Duration patience;
  private final HttpClient http;

  /**
   * A client of one server.
   *
   * @param version the version of this command
   * @param patience how long to wait for a connection and for each answer
   */
  public ApiClient(ServerAddress server, String version, Duration patience) {
    this.server = server;
    this.userAgent = "stet/" + version;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /** The version of the server. */
  public ServerVersion version() {
    return get(
        Api.PATH + "/version", ServerVersion.class, "the version of the server is not known");
  }

  /** All repositories, by name. */
  public List<Repository> repositories() {
    List<Repository> all = new ArrayList<>();
    @Nullable String page = Api.PATH + "/repositories?n=" + PAGE;
    while (page != null) {
      RepositoryList list = get(page, RepositoryList.class, "the repositories cannot be listed");
      all.addAll(list.repositories());
      page = list.next();
    }
    return all;
  }

  /** All tags of a repository, by name. */
  public List<Tag> tags(RepositoryName repository) {
    List<Tag> all = new ArrayList<>();
    @Nullable String page = path(repository) + "?n=" + PAGE;
    while (page != null) {
      TagList list =
          get(page, TagList.class, "the tags of repository " + repository + " cannot be listed");
      all.addAll(list.tags());
      page = list.next();
    }
    return all;
  }

  /** One tag with its history. */
  public TagHistory tag(RepositoryName repository, TagName tag) {
    return get(
        path(repository) + "/" + tag,
        TagHistory.class,
        "tag " + repository + ":" + tag + " cannot be shown");
  }

  private static String path(RepositoryName repository) {
    String segment = URLEncoder.encode(repository.value(), StandardCharsets.UTF_8);
    return Api.PATH + "/repositories/" + segment + "/tags";
  }

  private <T> T get(String path, Class<T> type, String otherwise) {
    HttpResponse<byte[]> response = send(path);
    if (response.statusCode() != OK) {
      throw refused(response, otherwise);
    }
    try {
      return JSON.readValue(response.body(), type);
    } catch (JacksonException e) {
      throw notStet("its answer was not understood");
    }
  }

  private HttpResponse<byte[]> send(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(target(path))
            .timeout(patience)
            .header("User-Agent", userAgent)
            .header("Accept", "application/json, application/problem+json")
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unreachable.failure(server, new InterruptedIOException("interrupted"));
    } catch (IOException e) {
      throw Unreachable.failure(server, e);
    }
  }

  /** A page that the server names stays on the server. */
  private URI target(String path) {
    if (!path.startsWith(Api.PATH)) {
      throw notStet("it names a next page that is not its own");
    }
    return server.base().resolve(path);
  }

  private Failure refused(HttpResponse<byte[]> response, String otherwise) {
    Problem problem = Problem.read(response.statusCode(), response.headers(), response.body());
    if (problem.code().isEmpty()) {
      return notStet("it answered " + problem.status() + " and named no error code");
    }
    Failure failure = problem.failure(otherwise);
    return problem.exitCode() == ExitCode.NOT_FOUND
        ? failure.next(advice(problem.code()) + "; this was asked of " + server)
        : failure;
  }

  private static String advice(String code) {
    return code.equals("NAME_UNKNOWN")
        ? "push to it first, or name the Stet that has it with --server"
        : "stet tags REPO lists what a repository holds";
  }

  private Failure notStet(String why) {
    return Failure.of(ExitCode.FAILURE, server + " does not answer like a Stet")
        .because(why + "; this address was named by " + server.namedBy())
        .next("name a Stet with --server or STET_SERVER; 'stet version' shows who answers");
  }
}
