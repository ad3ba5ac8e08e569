package dev.stet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Action;
import dev.stet.http.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryRoutesTest {
  @Test
  void v2SaysThatThisIsARegistry(@TempDir Path folder) throws IOException {
    try (TestRegistry registry = TestRegistry.open(folder)) {
      for (String method : List.of("GET", "HEAD")) {
        TestAnswer answer = registry.request(method, "/v2/").send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.fromMemory()).isTrue();
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Docker-Distribution-API-Version")).isEqualTo("registry/2.0");
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
      }
    }
  }

  @Test
  void everyRouteAsksTheAuthoriser(@TempDir Path folder) throws IOException {
    List<String> asked = new ArrayList<>();
    try (TestRegistry registry =
        TestRegistry.open(
            folder,
            (_, action, repository) -> {
              asked.add(action + " " + repository.map(Object::toString).orElse("-"));
              return Optional.of("nobody may do anything");
            })) {
      assertThat(registry.routes()).hasSizeGreaterThanOrEqualTo(14);
      for (Route route : registry.routes()) {
        asked.clear();
        String path =
            route
                .pattern()
                .toString()
                .replace("{repository...}", "shop/api")
                .replaceAll("\\{\\w+}", "x");
        TestAnswer answer = registry.request(route.method(), path).send();
        assertThat(answer.status()).as(route.toString()).isEqualTo(403);
        assertThat(answer.text()).contains("DENIED").contains("nobody may do anything");
        String repository = path.contains("shop/api") ? "shop/api" : "-";
        assertThat(asked).containsExactly(route.action() + " " + repository);
      }
    }
  }

  @Test
  void whatMayBeReadOnlyIsNotWrittenTo(@TempDir Path folder) throws IOException {
    try (TestRegistry registry =
        TestRegistry.open(
            folder,
            (_, action, _) ->
                action == Action.PUSH ? Optional.of("read only") : Optional.empty())) {
      assertThat(registry.put("shop/api", "1.0", Images.index(List.of(), Map.of())).status())
          .isEqualTo(403);
      assertThat(registry.request("POST", "/v2/shop/api/blobs/uploads/").send().status())
          .isEqualTo(403);
      assertThat(registry.get("/api/v1/repositories").json().path("repositories").size()).isZero();
    }
  }
}
