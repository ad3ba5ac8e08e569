package dev.stet.cli.registry;

import dev.stet.api.Api;
import dev.stet.cli.server.ApiPath;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
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
  private static final int NOT_FOUND = 404;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGEST = 16 * 1024 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Transport transport;
  private final RepositoryName repository;
  private volatile Optional<Boolean> stet = Optional.empty();

  StetRepository(Transport transport, RepositoryName repository) {
    this.transport = transport;
    this.repository = repository;
  }

  /** Whether the registry is a Stet. */
  public boolean isStet() throws IOException {
    if (stet.isEmpty()) {
      HttpResponse<InputStream> response = get(ApiPath.of("version"));
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
    HttpResponse<InputStream> response = get(ApiPath.of(repository, "channels"));
    if (response.statusCode() != OK && response.statusCode() != NOT_FOUND) {
      throw transport.refusal(response, "the channels of " + repository + " cannot be listed");
    }
    Set<TagName> names = new HashSet<>();
    for (JsonNode channel : read(response).path("channels")) {
      names.add(TagName.parse(channel.path("name").asString("")));
    }
    return names;
  }

  private HttpResponse<InputStream> get(ApiPath path) throws IOException {
    return transport.exchange(transport.request(path.text()).timeout(PATIENCE));
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
