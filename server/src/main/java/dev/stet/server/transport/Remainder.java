package dev.stet.server.transport;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is left of the body of a request when the answer is there. Used on one event loop.
 *
 * <p>A little is read and dropped, so that the connection can be used again. For more than {@value
 * #LITTLE} bytes, for a client that waits to be told to send its body, and for one that is too
 * slow, that is not worth it: over HTTP/1.1 the connection ends once the client has had time to
 * read the answer, over HTTP/2 the stream ends with {@code NO_ERROR}. Sources: RFC 9112, section
 * 9.3; RFC 9110, section 10.1.1; RFC 9113, section 8.1.
 */
final class Remainder implements RequestBody.Dropping {
  private static final long LITTLE = 1024 * 1024;
  private static final long NO_ERROR = 0;

  private final VertxExchange exchange;
  private final Connection connection;
  private final Optional<RequestBody> body;
  private final boolean tooMuch;
  private Future<Void> sent = Future.succeededFuture();
  private @Nullable ScheduledFuture<?> deadline;
  private long dropped;
  private boolean over;
  private boolean givenUp;
  private boolean ended;

  private Remainder(VertxExchange exchange) {
    this.exchange = exchange;
    this.connection = exchange.connection();
    this.body = exchange.attached();
    this.over = body.map(RequestBody::isOver).orElse(true);
    this.tooMuch = !over && body.filter(this::isTooMuch).isPresent();
  }

  static Remainder of(VertxExchange exchange) {
    return new Remainder(exchange);
  }

  private boolean isTooMuch(RequestBody left) {
    return left.isAwaited()
        || left.isGivenUp()
        || exchange.contentLength() - left.received() > LITTLE;
  }

  /** Whether the client has to be told that its next request needs another connection. */
  boolean endsConnection() {
    return tooMuch && !connection.isHttp2();
  }

  /** Drops it, and ends the request once its answer was sent, or cannot be. */
  void dropAfter(Future<Void> answer) {
    sent = answer;
    sent.onComplete(_ -> endIfDone());
    body.ifPresent(left -> left.drop(this));
    if (tooMuch) {
      boolean slow = body.filter(RequestBody::isGivenUp).isPresent();
      giveUp(slow ? Ending.SLOW_BODY : Ending.UNREAD_BODY);
    } else if (!over) {
      deadline = connection.afterPause(() -> giveUp(Ending.SLOW_BODY));
    }
  }

  @Override
  public void dropped(int bytes) {
    dropped += bytes;
    if (dropped > LITTLE) {
      giveUp(Ending.UNREAD_BODY);
    }
  }

  @Override
  public void over() {
    over = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
    endIfDone();
  }

  private void endIfDone() {
    if (over && sent.isComplete() && !ended) {
      ended = true;
      connection.requestEnded();
    }
  }

  private void giveUp(Ending why) {
    if (!givenUp) {
      givenUp = true;
      sent.onSuccess(_ -> endClient(why));
    }
  }

  private void endClient(Ending why) {
    if (!connection.isHttp2()) {
      connection.linger(why);
    } else if (!over) {
      connection.streamEnded(why);
      exchange.request().response().reset(NO_ERROR);
    }
  }
}
