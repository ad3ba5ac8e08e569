package dev.stet.server.pages;

import dev.stet.api.Api;
import dev.stet.api.ServerVersion;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The start page, the version, and the OpenAPI document. Safe for use by many threads. */
public final class PageRoutes {
  private final String start;
  private final Reply version;
  private final Reply description;

  /**
   * Makes the pages.
   *
   * @param version the version of this Stet
   */
  public PageRoutes(String version) {
    this.start = resource("start.html").replace("{version}", version);
    this.version = Reply.json(200, new ServerVersion(Api.VERSION, version));
    this.description = Reply.text(200, "application/yaml", resource("openapi.yaml"));
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/", Action.OBSERVE, this::startPage),
        always(Api.PATH + "/version", version),
        always(Api.PATH + "/openapi.yaml", description));
  }

  private static Route always(String path, Reply reply) {
    return Route.get(path, Action.OBSERVE, _ -> reply).ready(_ -> Optional.of(reply));
  }

  private Reply startPage(Exchange exchange) {
    String host = exchange.header("Host").orElse("127.0.0.1:5000");
    String page = start.replace("{host}", host.replaceAll("[^a-zA-Z0-9.:\\[\\]-]", ""));
    return Reply.text(200, "text/html", page)
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .with("X-Content-Type-Options", "nosniff");
  }

  private static String resource(String name) {
    try (InputStream stream = PageRoutes.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("this build lacks " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
