package dev.stet.registry.declarations;

import dev.stet.api.Api;
import dev.stet.api.Declaration;
import dev.stet.api.DeclarationList;
import dev.stet.api.Declared;
import dev.stet.api.DeclaredName;
import dev.stet.api.NewDeclaration;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.JsonBody;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.RepositoryKind;
import java.io.IOException;
import java.util.List;

/** Declarations in Stet's own API. The contract is {@code openapi.yaml}. */
final class DeclarationRoutes {
  private static final String DECLARATIONS = Api.PATH + "/declarations";

  private final Declarations declarations;

  DeclarationRoutes(Declarations declarations) {
    this.declarations = declarations;
  }

  List<Route> routes() {
    return List.of(
        Route.get(DECLARATIONS, Action.BROWSE, this::list),
        Route.of("POST", DECLARATIONS, Action.ADMINISTER, this::declare));
  }

  private Reply list(Exchange exchange) {
    return Reply.json(
        200,
        new DeclarationList(
            Api.VERSION, declarations.all().stream().map(DeclarationRoutes::shown).toList()));
  }

  private static Declaration shown(Declarations.Declaration made) {
    return new Declaration(made.pattern(), made.kind().text(), made.at(), made.by().shown());
  }

  private Reply declare(Exchange exchange) throws IOException {
    NewDeclaration wanted = JsonBody.read(exchange, NewDeclaration.class);
    RepositoryPattern pattern =
        RepositoryPattern.parse(JsonBody.required(wanted.pattern(), "pattern"));
    RepositoryKind kind = kind(JsonBody.required(wanted.kind(), "kind"));
    Declarations.Result result =
        declarations.declare(new Declarations.Wish(pattern, kind, Actor.of(exchange.caller())));
    return Reply.json(
        200,
        new Declared(
            Api.VERSION,
            pattern.toString(),
            kind.text(),
            result.changed(),
            result.names().stream()
                .map(name -> new DeclaredName(name.name().value(), name.kind().text()))
                .toList()));
  }

  private static RepositoryKind kind(String text) {
    return switch (text) {
      case "standing" -> RepositoryKind.STANDING;
      case "mutable" -> RepositoryKind.MUTABLE;
      default ->
          throw RequestException.of(
                  OciErrorCode.UNSUPPORTED, "the kind is not valid: wanted standing or mutable")
              .status(400);
    };
  }
}
