package dev.stet.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a handler answers. Immutable, so that a cached reply can be given again and again.
 *
 * <p>The transport adds {@code Content-Length} from the body, and leaves the body out of the answer
 * to a {@code HEAD}.
 *
 * @param status the HTTP status
 * @param reason the words after it in the status line, where HTTP/1.1 is spoken and the usual ones
 *     say too little
 * @param headers the headers in the order in which they are sent
 * @param body the body
 */
public record Reply(int status, Optional<String> reason, List<Header> headers, Body body) {
  private static final Body NOTHING = new Body.Empty();
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  /** Takes a copy of the headers. */
  public Reply {
    headers = List.copyOf(headers);
  }

  /** A reply with the usual words in its status line. */
  public Reply(int status, List<Header> headers, Body body) {
    this(status, Optional.empty(), headers, body);
  }

  /** A reply without headers and body. */
  public static Reply of(int status) {
    return new Reply(status, List.of(), NOTHING);
  }

  /** A reply with a body in memory. */
  public static Reply of(int status, String contentType, byte[] content) {
    return new Reply(
        status, List.of(new Header("Content-Type", contentType)), new Body.Bytes(content));
  }

  /** A reply with a text, as UTF-8. */
  public static Reply text(int status, String contentType, String text) {
    return of(status, contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A reply with a value as JSON, e.g. a record of module {@code api}; what is null is left out.
   */
  public static Reply json(int status, Object value) {
    return json(status, "application/json", value);
  }

  /** The same, of a media type that is JSON under another name. */
  public static Reply json(int status, String contentType, Object value) {
    return of(status, contentType, JSON.writeValueAsBytes(value));
  }

  /**
   * This reply to a client that has its content already: its headers without the content. Source:
   * RFC 9110, section 15.4.5.
   */
  public Reply notModified() {
    return new Reply(
        304,
        headers.stream().filter(header -> !header.name().equals("Content-Type")).toList(),
        NOTHING);
  }

  /** This reply with one more header. */
  public Reply with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Reply(status, reason, more, body);
  }

  /** This reply with other words in its status line. */
  public Reply reason(String words) {
    return new Reply(status, Optional.of(words), headers, body);
  }
}
