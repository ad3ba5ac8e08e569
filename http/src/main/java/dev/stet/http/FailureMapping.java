package dev.stet.http;

import dev.stet.oci.MalformedException;
import dev.stet.oci.OciErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a failure into the answer: the error envelope of the distribution specification under
 * {@code /v2/}, problem JSON (RFC 9457) elsewhere.
 *
 * <p>What is neither the caller's fault nor foreseen becomes a 500 that names the request, and is
 * logged with its cause; the cause never leaves the process. Two kinds may be tried again and are a
 * 503: storage failed ({@link IOException}, checked or not), and a queue that is full turned the
 * work away ({@link RejectedExecutionException}).
 */
public final class FailureMapping {
  private static final Logger LOG = LoggerFactory.getLogger(FailureMapping.class);

  /** The answer to a request that failed. */
  Reply reply(Exchange exchange, Exception failure) {
    RequestException request =
        switch (failure) {
          case RequestException known -> known;
          case MalformedException malformed -> RequestException.of(malformed);
          default -> unforeseen(exchange, failure);
        };
    Reply reply =
        exchange.path().startsWith("/v2/") || exchange.path().equals("/v2")
            ? envelope(request)
            : problem(exchange, request);
    reply = request.reason().map(reply::reason).orElse(reply);
    for (Header header : request.headers()) {
      reply = reply.with(header.name(), header.value());
    }
    return reply;
  }

  private static RequestException unforeseen(Exchange exchange, Exception failure) {
    if (failure instanceof ClientGoneException) {
      LOG.debug("The client went away, request {}", exchange.requestId());
      return RequestException.of(OciErrorCode.SIZE_INVALID, String.valueOf(failure.getMessage()));
    }
    if (failure instanceof RejectedExecutionException) {
      LOG.warn("Request {} was turned away: {}", exchange.requestId(), failure.getMessage());
      return queueFull();
    }
    LOG.error(
        "Request {} failed: {} {}",
        exchange.requestId(),
        exchange.method(),
        exchange.path().replaceAll("\\p{Cntrl}", " "),
        failure);
    return failure instanceof IOException || failure instanceof UncheckedIOException
        ? storageFailed(exchange)
        : RequestException.of(
                OciErrorCode.UNSUPPORTED,
                "Stet failed to answer this request, by a fault of its own; its log has the cause"
                    + " under request "
                    + exchange.requestId())
            .status(500);
  }

  private static RequestException storageFailed(Exchange exchange) {
    return RequestException.of(
            OciErrorCode.TOOMANYREQUESTS,
            "Stet could not read or write its storage; nothing that was acknowledged is lost; its"
                + " log has the cause under request "
                + exchange.requestId())
        .status(503)
        .detail(Map.of("reason", "STORAGE"))
        .with("Retry-After", "5");
  }

  private static RequestException queueFull() {
    return RequestException.of(
            OciErrorCode.TOOMANYREQUESTS,
            "too much waits for the database; nothing was changed: try again in a second")
        .status(503)
        .detail(Map.of("reason", "QUEUE_FULL"))
        .with("Retry-After", "1");
  }

  private static Reply envelope(RequestException failure) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", failure.code().code());
    error.put("message", line(failure));
    if (!failure.detail().isEmpty()) {
      error.put("detail", failure.detail());
    }
    return Reply.json(failure.status(), Map.of("errors", List.of(error)));
  }

  /** The message in one line that can be written as UTF-8; half a surrogate pair cannot. */
  private static String line(RequestException failure) {
    return failure.message().replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD");
  }

  private static Reply problem(Exchange exchange, RequestException failure) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", failure.code().title());
    problem.put("status", failure.status());
    problem.put("detail", line(failure));
    problem.put("code", failure.code().code());
    problem.putAll(failure.detail());
    problem.put("requestId", exchange.requestId());
    Reply json = Reply.json(failure.status(), problem);
    return new Reply(
        json.status(),
        List.of(new Header("Content-Type", "application/problem+json")),
        json.body());
  }
}
