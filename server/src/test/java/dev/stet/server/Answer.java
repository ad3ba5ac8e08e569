package dev.stet.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server answered.
 *
 * @param status the HTTP status
 * @param headers the values by the name in lower case
 * @param body the body, empty if there was none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** All values of the header. */
  public List<String> all(String header) {
    return headers.getOrDefault(header.toLowerCase(Locale.ROOT), List.of());
  }

  public Optional<String> find(String header) {
    return all(header).stream().findFirst();
  }

  /** The header, which must be there. */
  public String header(String header) {
    return find(header).orElseThrow(() -> new AssertionError("no " + header + " in " + this));
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return JSON.readTree(body);
  }

  /** The one error of the envelope of the distribution specification. */
  public JsonNode error() {
    JsonNode errors = json().path("errors");
    if (errors.size() != 1) {
      throw new AssertionError("no single error in " + this);
    }
    return errors.path(0);
  }

  /** The code of {@link #error}. */
  public String code() {
    return error().path("code").asString();
  }

  /** The message of {@link #error}. */
  public String message() {
    return error().path("message").asString();
  }

  @Override
  public String toString() {
    return status + " " + headers + "\n" + text();
  }
}
