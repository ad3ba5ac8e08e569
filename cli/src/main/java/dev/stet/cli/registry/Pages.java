package dev.stet.cli.registry;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A list that a registry gives out in pages. Source: distribution-spec, "Content Discovery"; RFC
 * 8288.
 *
 * @param field the field of the answer that holds the entries; null in it counts as none
 * @param what what could not be done, where a page is refused
 */
record Pages(Transport transport, Scope scope, String field, String what) {
  private static final int OK = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern NEXT = Pattern.compile("\\s*<([^>]*)>\\s*;.*rel=\"?next\"?.*");

  /** The entries of all pages, in the order of the registry. */
  List<JsonNode> from(String first) throws IOException {
    List<JsonNode> entries = new ArrayList<>();
    Set<String> asked = new HashSet<>();
    Optional<String> page = Optional.of(first);
    while (page.isPresent()) {
      String target = page.get();
      if (!asked.add(target)) {
        throw Failure.of(ExitCode.FAILURE, what)
            .because("the registry leads in a circle: " + target + " comes after itself");
      }
      HttpResponse<InputStream> response =
          transport.send(() -> transport.request(target).timeout(PATIENCE), scope);
      if (response.statusCode() != OK) {
        throw transport.refusal(response, what);
      }
      entriesIn(response).forEach(entries::add);
      page = next(response);
    }
    return entries;
  }

  private JsonNode entriesIn(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return JsonMapper.builder().build().readTree(body).path(field);
    } catch (JacksonException e) {
      throw new IOException("the answer is not JSON", e);
    }
  }

  /** Path and query of the next page: a registry behind a proxy may name a host of its own. */
  private Optional<String> next(HttpResponse<InputStream> response) {
    return response
        .headers()
        .firstValue("Link")
        .map(NEXT::matcher)
        .filter(Matcher::matches)
        .map(link -> transport.resolve(response.uri(), link.group(1)))
        .map(Pages::pathAndQuery);
  }

  private static String pathAndQuery(URI page) {
    return page.getRawPath() + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery());
  }
}
