package dev.stet.registry.names;

import dev.stet.registry.Images;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does steps in a registry, below a prefix of its own, and tells what can be seen there then. */
final class Driver {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern NUMBER = Pattern.compile("#(\\d+)");

  /** Lines, and where they come from. */
  private static final Map<String, String> SEEN =
      Map.of(
          "repository || ' is ' || kind || iif(deleted_at IS NULL, '', ', deleted')",
          "(SELECT name AS repository, kind, deleted_at FROM repository) WHERE %s",
          "repository || ' name ' || name || ' ' || kind || ' ' || iif(digest = '', 'null', digest)"
              + " || ' #' || sequence || COALESCE(' deleted ' || deleted_reason, '')",
          "name WHERE %s",
          "repository || ' channel ' || name || ' [' || COALESCE(tag, '') || '] ['"
              + " || COALESCE(follow, '') || ']'",
          "channel WHERE %s",
          "repository || ' manifest ' || digest || COALESCE(' hidden ' || deleted_reason, '')",
          "repository_manifest WHERE %s",
          "repository || ' pin ' || digest",
          "pin WHERE %s",
          "'declared ' || repository || ' ' || kind",
          "(SELECT pattern AS repository, kind FROM declaration) WHERE %s",
          "'refused ' || repository || ' ' || name || ' ' || SUM(count)",
          "refused_push WHERE %s GROUP BY repository, name",
          "'#' || sequence || ' ' || repository || ' ' || name || ' ' || event || ' '"
              + " || iif(digest = '', 'null', digest) || ' was ' || COALESCE(previous, 'null')",
          "history WHERE %s");

  private final TestRegistry registry;
  private final String prefix;

  /**
   * Works below a prefix.
   *
   * @param prefix what all its repositories begin with, e.g. {@code round-1/}
   */
  Driver(TestRegistry registry, String prefix) {
    this.registry = registry;
    this.prefix = prefix;
  }

  /** The status of the answer, and the reason where there is one. */
  String apply(Step step) {
    TestAnswer answer = send(step);
    if (answer.status() < 300) {
      return Integer.toString(answer.status());
    }
    JsonNode problem = answer.json();
    JsonNode detail = problem.has("errors") ? answer.error().path("detail") : problem;
    String reason = detail.path("reason").asString("");
    return (answer.status() + " " + reason).strip();
  }

  private TestAnswer send(Step step) {
    return switch (step) {
      case Step.Push it -> push(it);
      case Step.DeleteName it -> delete(it.repository(), "/tags/" + it.name(), it.reason());
      case Step.DeleteManifest it ->
          delete(it.repository(), "/manifests/" + it.image().digest, it.reason());
      case Step.DeleteRepository it -> delete(it.repository(), "", it.reason());
      case Step.RestoreName it ->
          post(it.repository(), "/restorations", Map.of("reference", it.name()));
      case Step.RestoreManifest it ->
          post(it.repository(), "/restorations", Map.of("reference", it.image().digest.toString()));
      case Step.CreateChannel it ->
          post(
              it.repository(),
              "/channels",
              present("name", it.name(), "tag", it.tag(), "follow", it.follow()));
      case Step.MoveChannel it ->
          api("PATCH", it.repository(), "/channels/" + it.name(), Map.of("tag", it.tag()));
      case Step.Follow it ->
          api("PATCH", it.repository(), "/channels/" + it.name(), Map.of("follow", it.pattern()));
      case Step.RemoveChannel it -> delete(it.repository(), "/channels/" + it.name(), "owner");
      case Step.Declare it ->
          request(
              "POST",
              "/api/v1/declarations",
              Map.of("pattern", prefix + it.pattern(), "kind", it.kind()));
      case Step.Pin it ->
          post(it.repository(), "/pins", Map.of("reference", it.image().digest.toString()));
      case Step.Unpin it -> delete(it.repository(), "/pins/" + it.image().digest, "");
    };
  }

  private TestAnswer push(Step.Push push) {
    String tags =
        push.names().stream().map(name -> "tag=" + name).collect(Collectors.joining("&", "?", ""));
    String reference =
        push.names().size() == 1 ? push.names().getFirst() : push.image().digest + tags;
    return registry.put(prefix + push.repository(), reference, push.image().bytes);
  }

  private static Map<String, String> present(String... keysAndValues) {
    Map<String, String> present = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (!keysAndValues[i + 1].isEmpty()) {
        present.put(keysAndValues[i], keysAndValues[i + 1]);
      }
    }
    return present;
  }

  private TestAnswer post(String repository, String path, Map<String, String> body) {
    return api("POST", repository, path, body);
  }

  private TestAnswer delete(String repository, String path, String reason) {
    String query = reason.isEmpty() ? "" : "?reason=" + reason;
    return api("DELETE", repository, path + query, Map.of());
  }

  private TestAnswer api(String method, String repository, String path, Map<String, String> body) {
    String encoded = (prefix + repository).replace("/", "%2F");
    return request(method, "/api/v1/repositories/" + encoded + path, body);
  }

  private TestAnswer request(String method, String target, Map<String, String> body) {
    return registry
        .request(method, target)
        .body(Images.bytes(JSON.writeValueAsString(body)))
        .send();
  }

  /** Everything that can be seen, in lines as those of {@link NamesModel#state}. */
  List<String> state() {
    return registry
        .database()
        .read(
            handle -> {
              List<Long> numbers =
                  handle
                      .createQuery(
                          "SELECT sequence FROM history WHERE "
                              + below("repository")
                              + " ORDER BY 1")
                      .bind("prefix", prefix)
                      .mapTo(Long.class)
                      .list();
              return SEEN.entrySet().stream()
                  .flatMap(it -> lines(handle, it.getKey(), it.getValue()))
                  .map(line -> NUMBER.matcher(line).replaceAll(it -> "#" + place(numbers, it)))
                  .toList();
            });
  }

  private static int place(List<Long> numbers, MatchResult number) {
    return numbers.indexOf(Long.parseLong(number.group(1))) + 1;
  }

  private Stream<String> lines(Handle handle, String line, String source) {
    return handle
        .createQuery("SELECT " + line + " FROM " + source.formatted(below("repository")))
        .bind("prefix", prefix)
        .mapTo(String.class)
        .list()
        .stream()
        .map(this::shortened);
  }

  private static String below(String column) {
    return column + " BETWEEN :prefix AND :prefix || '~'";
  }

  private String shortened(String line) {
    String text = line.replace(prefix, "");
    for (Sample sample : Sample.values()) {
      text = text.replace(sample.digest.toString(), sample.name());
    }
    return text;
  }
}
