package dev.stet.cli.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.stet.api.Api;
import dev.stet.api.NewChannel;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What only a Stet says of a repository: its channels. Any registry may be asked. Safe for use by
 * many threads.
 */
public final class StetRepository {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NOT_FOUND = 404;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGEST = 16 * 1024 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(it -> it.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private final Transport transport;
  private final RepositoryName repository;
  private final Optional<String> token;
  private volatile Optional<Boolean> stet = Optional.empty();

  StetRepository(Transport transport, RepositoryName repository, Optional<String> token) {
    this.transport = transport;
    this.repository = repository;
    this.token = token;
  }

  /** Whether the registry is a Stet. */
  public boolean isStet() throws IOException {
    if (stet.isEmpty()) {
      HttpResponse<InputStream> response = get(Api.PATH + "/version");
      stet =
          Optional.of(
              response.statusCode() == OK
                  && read(response).path("apiVersion").asString("").equals(Api.VERSION));
    }
    return stet.get();
  }

  /** The channels of the repository; none where the registry is no Stet. */
  public Set<TagName> channels() throws IOException {
    if (!isStet()) {
      return Set.of();
    }
    HttpResponse<InputStream> response = get(path());
    if (response.statusCode() != OK && response.statusCode() != NOT_FOUND) {
      throw transport.refusal(response, "the channels of " + repository + " cannot be listed");
    }
    Set<TagName> names = new HashSet<>();
    for (JsonNode channel : read(response).path("channels")) {
      names.add(TagName.parse(channel.path("name").asString("")));
    }
    return names;
  }

  /**
   * Makes a name a channel that points to a tag.
   *
   * @param actor who does so, if the server is to be told
   * @return the refusal, where a rule says no
   */
  public Optional<Failure> createChannel(TagName name, TagName tag, Optional<String> actor)
      throws IOException {
    String what = "channel " + repository + ":" + name + " was not created";
    if (token.isEmpty()) {
      throw Failure.of(ExitCode.NOT_ALLOWED, what)
          .because("the server wants the token of the user who runs it")
          .next("set STET_TOKEN to what its file DATA/token holds");
    }
    byte[] body = JSON.writeValueAsBytes(new NewChannel(name.value(), tag.value(), null));
    HttpRequest.Builder request =
        transport
            .request(path())
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token.get())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    actor.ifPresent(it -> request.header("Stet-Actor", it));
    HttpResponse<InputStream> response = transport.exchange(request);
    if (response.statusCode() == OK || response.statusCode() == CREATED) {
      Transport.drop(response);
      return Optional.empty();
    }
    Failure failure = transport.refusal(response, what);
    if (failure.exitCode() == ExitCode.REFUSED) {
      return Optional.of(failure);
    }
    throw failure;
  }

  private String path() {
    String segment = URLEncoder.encode(repository.value(), StandardCharsets.UTF_8);
    return Api.PATH + "/repositories/" + segment + "/channels";
  }

  private HttpResponse<InputStream> get(String path) throws IOException {
    return transport.exchange(transport.request(path).timeout(PATIENCE));
  }

  /** What an answer says; nothing where it is no JSON. */
  private static JsonNode read(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return JSON.readTree(body.readNBytes(LARGEST));
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }
}
