package dev.stet.bench;

import com.sun.net.httpserver.HttpServer;
import dev.stet.bench.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Starts as a process like any other server, and answers 200 to whatever it is asked. It calls
 * itself Stet, so that no work passes it by.
 */
final class LyingServer implements Server {
  /** The process. */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  @Override
  public String name() {
    return STET;
  }

  @Override
  public Optional<String> version() {
    return Optional.of("1");
  }

  @Override
  public boolean takesPushes() {
    return true;
  }

  @Override
  public List<String> command(Path folder, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        LyingServer.class.getName(),
        Integer.toString(port));
  }

  @Override
  public String installation() {
    return "nothing to do";
  }
}
