package dev.stet.server.transport;

import dev.stet.http.Body;
import dev.stet.http.Header;
import dev.stet.http.Reply;
import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
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
  private static final long INTERNAL_ERROR = 2; // RFC 9113, section 7

  private ReplySender() {}

  /**
   * Sends a reply, whatever the handler did with the body: see {@link Remainder} for what it left.
   */
  static void send(VertxExchange exchange, Reply reply) {
    HttpServerRequest request = exchange.request();
    HttpServerResponse response = request.response();
    Connection connection = exchange.connection();
    Remainder remainder = Remainder.of(exchange);
    if (response.closed() || response.ended()) {
      remainder.dropAfter(Future.succeededFuture());
      return;
    }
    response.setStatusCode(reply.status());
    reply.reason().ifPresent(response::setStatusMessage);
    MultiMap headers = response.headers();
    for (Header header : reply.headers()) {
      headers.add(ascii(header.name()), ascii(header.value()));
    }
    if (remainder.endsConnection()) {
      headers.add("Connection", "close");
    }
    connection.answerBegan();
    Future<Void> sent = sendBody(request, connection, reply);
    sent.onComplete(_ -> connection.answerEnded());
    sent.onFailure(failure -> broken(exchange, failure));
    remainder.dropAfter(sent);
  }

  /** Bytes are written many times faster than a text, which goes character by character. */
  private static AsciiString ascii(String text) {
    return new AsciiString(text.getBytes(StandardCharsets.ISO_8859_1), false);
  }

  private static Future<Void> sendBody(
      HttpServerRequest request, Connection connection, Reply reply) {
    HttpServerResponse response = request.response();
    int status = reply.status();
    if (status != NO_CONTENT && status != NOT_MODIFIED) {
      response.headers().add(CONTENT_LENGTH, ascii(Long.toString(reply.body().length())));
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      return response.end();
    }
    return switch (reply.body()) {
      case Body.Empty() -> response.end();
      case Body.Bytes(byte[] content) when content.length <= Pieces.LARGEST ->
          response.end(Pieces.buffer(content));
      case Body.FilePart part when connection.sendsFiles() ->
          sendFile(request.connection(), response, part);
      case Body body -> Pieces.send(connection, response, body);
    };
  }

  private static Future<Void> sendFile(
      HttpConnection connection, HttpServerResponse response, Body.FilePart part) {
    Cork.set(connection, true);
    return response
        .sendFile(part.path().toString(), part.offset(), part.length())
        .onSuccess(_ -> Cork.set(connection, false));
  }

  /** The client cannot be told any more: it sees that less came than was promised. */
  private static void broken(VertxExchange exchange, Throwable failure) {
    LOG.debug("The answer to request {} was not sent whole", exchange.requestId(), failure);
    if (exchange.connection().isHttp2()) {
      exchange.request().response().reset(INTERNAL_ERROR);
    } else {
      exchange.request().connection().close();
    }
  }
}
