package dev.stet.registry.care;

import dev.stet.api.Api;
import dev.stet.api.NewBackup;
import dev.stet.api.NewCheck;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.JsonBody;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.tags.Actor;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Checks and backups in Stet's own API. The contract is {@code openapi.yaml}. */
final class CareRoutes {
  private final Checks checks;
  private final Backups backups;

  CareRoutes(Checks checks, Backups backups) {
    this.checks = checks;
    this.backups = backups;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", Api.PATH + "/checks", Action.ADMINISTER, this::check),
        Route.of("POST", Api.PATH + "/backups", Action.ADMINISTER, this::backUp));
  }

  private Reply check(Exchange exchange) throws IOException {
    NewCheck wanted = JsonBody.read(exchange, NewCheck.class);
    Actor actor = Actor.of(exchange.caller());
    return Reply.json(200, checks.run(wanted.full(), wanted.repair(), actor));
  }

  private Reply backUp(Exchange exchange) throws IOException {
    NewBackup wanted = JsonBody.read(exchange, NewBackup.class);
    Path folder = path(JsonBody.required(wanted.directory(), "directory"));
    return Reply.json(201, backups.create(folder));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED,
              "the directory is not valid: wanted an absolute path on the machine of the server")
          .status(400);
    }
  }
}
