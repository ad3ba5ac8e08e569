package dev.stet.cli.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A server that answers each path and query with what a test says, and keeps what was asked. */
public final class AnswerServer implements AutoCloseable {
  private record Answer(int status, String type, String body, Map<String, String> headers) {}

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /**
   * What was asked.
   *
   * @param headers the headers, by their names in lower case
   */
  public record Asked(String method, String target, Map<String, String> headers, String body) {
    /** A header; empty if it was not sent. */
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    @Override
    public String toString() {
      return method + " " + target + (body.isEmpty() ? "" : " " + body);
    }
  }

  /** A server on a free port of this machine. */
  public AnswerServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestURI().toString();
      String method = exchange.getRequestMethod();
      asked.add(
          new Asked(
              method,
              target,
              exchange.getRequestHeaders().entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          it -> it.getKey().toLowerCase(Locale.ROOT),
                          it -> String.join(", ", it.getValue()))),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      Answer answer =
          answers.getOrDefault(
              method + " " + target, new Answer(404, "text/plain", "nothing here", Map.of()));
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Answers a path and query with JSON. */
  public AnswerServer json(String target, String body) {
    return answer(target, 200, "application/json", body, Map.of());
  }

  /** Answers a path and query. */
  public AnswerServer answer(
      String target, int status, String type, String body, Map<String, String> headers) {
    answers.put("GET " + target, new Answer(status, type, body, headers));
    return this;
  }

  /** Holds a manifest, as a registry does. */
  public AnswerServer holds(String repository, String digest) {
    answers.put(
        "HEAD /v2/" + repository + "/manifests/" + digest, new Answer(200, "m", "", Map.of()));
    return this;
  }

  /** Answers a change, e.g. {@code DELETE /api/v1/repositories/a}, with JSON. */
  public AnswerServer change(String request, int status, String body) {
    answers.put(request, new Answer(status, "application/json", body, Map.of()));
    return this;
  }

  /** Refuses a read with problem JSON. */
  public AnswerServer refuseRead(String target, int status, String code, String detail) {
    return refuse("GET " + target, status, code, detail);
  }

  /** Refuses a change with problem JSON. */
  public AnswerServer refuse(String request, int status, String code, String detail) {
    String body =
        "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\","
                .formatted(status, detail, code)
            + "\"requestId\":\"r-1\"}";
    answers.put(request, new Answer(status, "application/problem+json", body, Map.of()));
    return this;
  }

  /** Host and port. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The paths and queries that were asked for, in order. */
  public List<String> asked() {
    return asked.stream().map(Asked::target).toList();
  }

  /** The changes that were asked for, in order. */
  public List<Asked> changes() {
    return asked.stream().filter(it -> !Set.of("GET", "HEAD").contains(it.method())).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
