package dev.stet.cli.server;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server says when it refuses: problem JSON (RFC 9457) from Stet's API, the error envelope
 * of the distribution specification from a registry, or anything at all.
 *
 * @param status the HTTP status
 * @param code the error code, empty if there is none
 * @param message the words, empty if there are none
 * @param reason why exactly, e.g. {@code TAG_TAKEN}; empty if the server does not say
 * @param requestId the id under which the server's log has the request
 * @param retryAfter how long the server asks to be left alone; zero if it does not say
 */
public record Problem(
    int status,
    String code,
    String message,
    String reason,
    Optional<String> requestId,
    Duration retryAfter) {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED_HERE = 405;
  private static final int CONFLICT = 409;
  private static final int MOVED_ON = 412;
  private static final String NOT_ALLOWED = "NOT_ALLOWED";

  /** Reads an answer that is no success. */
  public static Problem read(int status, HttpHeaders headers, byte[] body) {
    Optional<String> header = headers.firstValue("Stet-Request-Id");
    Duration retryAfter = retryAfter(headers);
    JsonNode root = parse(body);
    JsonNode first = root.path("errors").path(0);
    if (first.isObject()) {
      return new Problem(
          status,
          first.path("code").asString(""),
          first.path("message").asString(""),
          first.path("detail").path("reason").asString(""),
          header,
          retryAfter);
    }
    return new Problem(
        status,
        root.path("code").asString(""),
        root.path("detail").asString(root.path("title").asString("")),
        root.path("reason").asString(""),
        Optional.of(root.path("requestId").asString(""))
            .filter(id -> !id.isEmpty())
            .or(() -> header),
        retryAfter);
  }

  /** Seconds, or a date, which counts from the answer's own. Source: RFC 9110, section 10.2.3. */
  private static Duration retryAfter(HttpHeaders headers) {
    String text = headers.firstValue("Retry-After").map(String::strip).orElse("");
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    Optional<Instant> until = date(text);
    Optional<Instant> answered = headers.firstValue("Date").flatMap(Problem::date);
    return until.isPresent() && answered.isPresent() && answered.get().isBefore(until.get())
        ? Duration.between(answered.get(), until.get())
        : Duration.ZERO;
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static JsonNode parse(byte[] body) {
    JsonMapper mapper = JsonMapper.builder().build();
    try {
      return mapper.readTree(body);
    } catch (JacksonException e) {
      return mapper.createObjectNode();
    }
  }

  /** How a command ends that meets this. */
  public ExitCode exitCode() {
    return switch (status) {
      case NOT_FOUND -> ExitCode.NOT_FOUND;
      case UNAUTHORIZED -> ExitCode.NOT_ALLOWED;
      case FORBIDDEN ->
          reason.isEmpty() || reason.equals(NOT_ALLOWED) ? ExitCode.NOT_ALLOWED : ExitCode.REFUSED;
      case NOT_ALLOWED_HERE, CONFLICT, MOVED_ON -> ExitCode.REFUSED;
      default -> ExitCode.FAILURE;
    };
  }

  /**
   * The failure of a command that meets this.
   *
   * @param what what could not be done
   */
  public Failure failure(String what) {
    return failure(exitCode(), what);
  }

  /** The failure of a command that ends otherwise. */
  Failure failure(ExitCode end, String what) {
    return Failure.of(end, what).because(words()).request(requestId);
  }

  private String words() {
    String said = message.isEmpty() ? "the server gave no reason" : message;
    String named = code.isEmpty() ? "" : " " + code;
    return said + " (" + status + named + (reason.isEmpty() ? "" : ", " + reason) + ")";
  }
}
