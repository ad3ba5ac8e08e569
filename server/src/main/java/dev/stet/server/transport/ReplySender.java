package dev.stet.server.transport;

import dev.stet.http.Body;
import dev.stet.http.Header;
import dev.stet.http.Reply;
import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends replies; on event loops. */
final class ReplySender {
  private static final Logger LOG = LoggerFactory.getLogger(ReplySender.class);
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("Content-Length");
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private ReplySender() {}

  /**
   * Sends a reply, whatever the handler did with the body: what it left is read and dropped, so
   * that the client gets the answer instead of a broken pipe.
   */
  static void send(VertxExchange exchange, Reply reply) {
    HttpServerRequest request = exchange.request();
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(reply.status());
    reply.reason().ifPresent(response::setStatusMessage);
    MultiMap headers = response.headers();
    for (Header header : reply.headers()) {
      headers.add(ascii(header.name()), ascii(header.value()));
    }
    boolean last = isLast(exchange);
    if (last) {
      headers.add("Connection", "close");
    }
    Future<Void> sent = sendBody(request, response, reply);
    sent.onFailure(failure -> broken(exchange, failure));
    if (last) {
      sent.onSuccess(_ -> request.connection().close()); // Vert.x would wait for the whole body
    }
    exchange.attached().ifPresent(RequestBody::discard);
  }

  /** Bytes are written many times faster than a text, which goes character by character. */
  private static AsciiString ascii(String text) {
    return new AsciiString(text.getBytes(StandardCharsets.ISO_8859_1), false);
  }

  /**
   * Whether the connection ends here, because nobody can tell where the next request begins: the
   * client waited to be told to send its body, and may or may not send it now; or it was too slow.
   */
  private static boolean isLast(VertxExchange exchange) {
    return exchange
        .attached()
        .map(body -> body.isAwaited() || body.isGivenUp())
        .orElseGet(() -> exchange.header("Expect").isPresent());
  }

  private static Future<Void> sendBody(
      HttpServerRequest request, HttpServerResponse response, Reply reply) {
    int status = reply.status();
    if (status != NO_CONTENT && status != NOT_MODIFIED) {
      response.headers().add(CONTENT_LENGTH, ascii(Long.toString(reply.body().length())));
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      return response.end();
    }
    return switch (reply.body()) {
      case Body.Empty() -> response.end();
      case Body.Bytes(byte[] content) -> response.end(Buffer.buffer(content));
      case Body.FilePart part -> sendFile(request.connection(), response, part);
    };
  }

  private static Future<Void> sendFile(
      HttpConnection connection, HttpServerResponse response, Body.FilePart part) {
    Cork.set(connection, true);
    return response
        .sendFile(part.path().toString(), part.offset(), part.length())
        .onSuccess(_ -> Cork.set(connection, false));
  }

  private static void broken(VertxExchange exchange, Throwable failure) {
    LOG.debug("The answer to request {} was not sent whole", exchange.requestId(), failure);
    exchange.request().connection().close();
  }
}
