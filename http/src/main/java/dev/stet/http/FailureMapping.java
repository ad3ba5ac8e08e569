package dev.stet.http;

import dev.stet.oci.OciErrorCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a failure into the answer: the error envelope of the distribution specification under
 * {@code /v2/}, problem JSON (RFC 9457) elsewhere.
 *
 * <p>What is neither the caller's fault nor foreseen becomes a 500 (or, where storage failed, a 503
 * that may be tried again) that names the request, and is logged with its cause; the cause never
 * leaves the process.
 */
public final class FailureMapping {
  private static final Logger LOG = LoggerFactory.getLogger(FailureMapping.class);

  /** The answer to a request that failed. */
  Reply reply(Exchange exchange, Exception failure) {
    Exception refined = Dispatcher.refined(failure);
    RequestException request =
        refined instanceof RequestException known ? known : unforeseen(exchange, refined);
    Reply reply =
        exchange.path().startsWith("/v2/") || exchange.path().equals("/v2")
            ? envelope(request)
            : problem(exchange, request);
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
    LOG.error(
        "Request {} failed: {} {}",
        exchange.requestId(),
        exchange.method(),
        exchange.path(),
        failure);
    return failure instanceof IOException
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

  private static Reply envelope(RequestException failure) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", failure.code().code());
    error.put("message", failure.message());
    if (!failure.detail().isEmpty()) {
      error.put("detail", failure.detail());
    }
    return Reply.json(failure.status(), Map.of("errors", List.of(error)));
  }

  private static Reply problem(Exchange exchange, RequestException failure) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", failure.code().title());
    problem.put("status", failure.status());
    problem.put("detail", failure.message());
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
