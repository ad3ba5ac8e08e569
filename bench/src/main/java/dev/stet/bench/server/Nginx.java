package dev.stet.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * nginx, serving files whose paths are those of a registry. Where it is started by root its workers
 * stay root, because nobody else may enter the folder; else it ignores the directive.
 */
final class Nginx implements Server {
  private static final String CONFIG =
      """
      daemon off;
      user root;
      worker_processes auto;
      pid FOLDER/pid;
      error_log stderr error;
      events { worker_connections 768; }
      http {
        access_log off;
        sendfile on;
        tcp_nopush on;
        keepalive_requests 1000000000;
        default_type application/octet-stream;
        client_body_temp_path FOLDER/client_body;
        proxy_temp_path FOLDER/proxy;
        fastcgi_temp_path FOLDER/fastcgi;
        uwsgi_temp_path FOLDER/uwsgi;
        scgi_temp_path FOLDER/scgi;
        server {
          listen 127.0.0.1:PORT;
          root FOLDER/www;
          location = /v2/ { return 200; }
        }
      }
      """;

  private final Optional<Path> program;

  Nginx(Optional<Path> program) {
    this.program = program;
  }

  @Override
  public String name() {
    return NGINX;
  }

  @Override
  public Optional<String> version() {
    return Programs.version(program, "-v");
  }

  @Override
  public boolean takesPushes() {
    return false;
  }

  @Override
  public List<String> command(Path folder, int port) throws IOException {
    Path config = ConfigFile.write(folder, "nginx.conf", CONFIG, port);
    Files.createDirectories(folder.resolve("www"));
    return List.of(program.orElseThrow().toString(), "-c", config.toString(), "-e", "stderr");
  }

  @Override
  public String installation() {
    return "'apt-get install nginx-light' (Debian, Ubuntu)";
  }
}
