package dev.stet.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.MalformedException;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatcherTest {
  private static final Authoriser ALL = (_, _, _) -> Optional.empty();

  private final List<String> seen = new ArrayList<>();
  private Handler handler = _ -> Reply.of(200);
  private ReadyHandler ready = _ -> Optional.empty();
  private Guard guard = _ -> {};

  private Dispatcher dispatcher(Authoriser authoriser) {
    Handler noting =
        exchange -> {
          seen.add("handler");
          return handler.handle(exchange);
        };
    ReadyHandler readyNoting =
        exchange -> {
          seen.add("ready");
          return ready.answer(exchange);
        };
    Guard guardNoting =
        exchange -> {
          seen.add("guard");
          guard.check(exchange);
        };
    Authoriser authoriserNoting =
        (caller, action, repository) -> {
          seen.add(action + " " + repository.map(RepositoryName::value).orElse("-"));
          return authoriser.refusal(caller, action, repository);
        };
    return new Dispatcher(
        new Router(
            List.of(
                Route.get("/v2/", Action.BROWSE, noting).ready(readyNoting),
                Route.get("/v2/{repository...}/tags/list", Action.PULL, noting),
                Route.of("PUT", "/v2/{repository...}/manifests/{r}", Action.PUSH, noting),
                Route.of("DELETE", "/v2/{repository...}/manifests/{r}", Action.DELETE, noting),
                Route.get("/livez", Action.OBSERVE, noting).ready(readyNoting))),
        authoriserNoting,
        List.of(guardNoting),
        new FailureMapping());
  }

  /** The answer, from whichever step gives it. */
  private Reply answer(Authoriser authoriser, String method, String path) {
    Dispatcher dispatcher = dispatcher(authoriser);
    FakeExchange exchange = new FakeExchange(method, path);
    return switch (dispatcher.begin(exchange)) {
      case Dispatcher.Begun.Answered(_, Reply reply) -> reply;
      case Dispatcher.Begun.ToDo(Route route, _) -> dispatcher.work(exchange, route);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/, BROWSE -",
    "HEAD, /v2/, BROWSE -",
    "GET, /v2/shop/api/tags/list, PULL shop/api",
    "PUT, /v2/shop%2Fapi/manifests/1, PUSH shop/api",
    "DELETE, /v2/a/manifests/1, DELETE a",
    "GET, /livez, OBSERVE -"
  })
  void everyRoutePassesTheAuthoriserAfterTheGuards(String method, String path, String asked) {
    Reply refused = answer((_, _, _) -> Optional.of("not you"), method, path);

    assertThat(seen).as("no handler ran").containsExactly("guard", asked);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(FailureMappingTest.text(refused)).contains("DENIED").contains("not you");

    seen.clear();
    assertThat(answer(ALL, method, path).status()).isEqualTo(200);
    assertThat(seen).startsWith("guard", asked).endsWith("handler");
  }

  @Test
  void aGuardRefusesBeforeAnythingElseIsLookedAt() {
    guard =
        _ -> {
          throw RequestException.of(OciErrorCode.DENIED, "Host is not ours");
        };
    for (String path : List.of("/v2/", "/nowhere", "/v2/UPPER/tags/list")) {
      seen.clear();
      assertThat(answer(ALL, "GET", path).status()).as(path).isEqualTo(403);
      assertThat(seen).containsExactly("guard");
    }
  }

  @Test
  void whatIsInMemoryIsAnsweredAtOnce() {
    ready = _ -> Optional.of(Reply.of(204));
    assertThat(dispatcher(ALL).begin(new FakeExchange("GET", "/v2/")))
        .isEqualTo(new Dispatcher.Begun.Answered("GET /v2/", Reply.of(204)));
    assertThat(seen).containsExactly("guard", "BROWSE -", "ready");
  }

  @Test
  void theHandlerSeesTheVariablesOfThePath() {
    handler =
        exchange -> {
          seen.add(exchange.repository() + " " + exchange.parameters().get("r"));
          return Reply.of(201);
        };
    assertThat(answer(ALL, "PUT", "/v2/a/manifests/b/manifests/c").status()).isEqualTo(201);
    assertThat(seen).endsWith("a/manifests/b c");
  }

  @Test
  void anotherMethodIs405AndSaysWhich() {
    Reply reply = answer(ALL, "POST", "/v2/a/manifests/1");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers()).contains(new Header("Allow", "PUT, DELETE"));
    assertThat(FailureMappingTest.text(reply)).contains("UNSUPPORTED").contains("PUT, DELETE");
  }

  @Test
  void nothingThereIs404InOneLine() {
    Reply reply = answer(ALL, "GET", "/v2/no\u0007thing");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(FailureMappingTest.text(reply))
        .contains("UNSUPPORTED")
        .contains("there is nothing at /v2/no")
        .doesNotContain("\\u0007");
    assertThat(seen).containsExactly("guard");
  }

  @Test
  void neitherStepThrowsWhateverHappens() {
    handler =
        _ -> {
          throw new StackOverflowError();
        };
    assertThat(answer(ALL, "GET", "/v2/").status()).isEqualTo(500);
    ready =
        _ -> {
          throw new StackOverflowError();
        };
    assertThat(answer(ALL, "GET", "/v2/").status()).isEqualTo(500);
    ready =
        _ -> {
          throw new IllegalStateException();
        };
    assertThat(answer(ALL, "GET", "/v2/").status()).isEqualTo(500);
    guard =
        _ -> {
          throw new NullPointerException();
        };
    assertThat(answer(ALL, "GET", "/v2/").status()).isEqualTo(500);
    guard = _ -> {};
    Authoriser broken =
        (_, _, _) -> {
          throw new MalformedException(OciErrorCode.NAME_INVALID, "no");
        };
    assertThat(answer(broken, "GET", "/v2/").status()).as("fails closed").isEqualTo(400);
  }
}
