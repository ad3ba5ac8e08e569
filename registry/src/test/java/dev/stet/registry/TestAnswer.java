package dev.stet.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stet.http.Body;
import dev.stet.http.Header;
import dev.stet.http.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to a {@link TestRequest}.
 *
 * @param fromMemory whether the first step gave it, without a working handler
 */
public record TestAnswer(Reply reply, boolean fromMemory) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public int status() {
    return reply.status();
  }

  /** All values of a header, in order. */
  public List<String> headers(String name) {
    return reply.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** The one value of a header; empty if it is not there. */
  public String header(String name) {
    List<String> values = headers(name);
    if (values.size() > 1) {
      throw new AssertionError(name + " came " + values.size() + " times");
    }
    return values.isEmpty() ? "" : values.getFirst();
  }

  public byte[] bytes() {
    return switch (reply.body()) {
      case Body.Empty _ -> new byte[0];
      case Body.Bytes(byte[] content) -> content;
      case Body.FilePart part -> read(part);
    };
  }

  private static byte[] read(Body.FilePart part) {
    ByteBuffer buffer = ByteBuffer.allocate((int) part.length());
    try (FileChannel channel = FileChannel.open(part.path())) {
      while (buffer.hasRemaining()
          && channel.read(buffer, part.offset() + buffer.position()) >= 0) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.array();
  }

  public String text() {
    return new String(bytes(), UTF_8);
  }

  public JsonNode json() {
    return JSON.readTree(bytes());
  }

  /** The one error of the envelope. */
  public JsonNode error() {
    JsonNode errors = json().path("errors");
    if (errors.size() != 1) {
      throw new AssertionError("wanted one error: " + text());
    }
    return errors.get(0);
  }

  /** Status and code of the one error, e.g. {@code 404 MANIFEST_UNKNOWN}. */
  public String failure() {
    return status() + " " + error().path("code").stringValue();
  }

  public String message() {
    return error().path("message").stringValue();
  }
}
