package dev.stet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final String BLOB = "/v2/{repository...}/blobs/{digest}";
  private static final String UPLOADS = "/v2/{repository...}/blobs/uploads/";
  private static final String TAGS = "/api/v1/repositories/{repository...}/tags";

  private final Router router =
      new Router(
          List.of(
              route("GET", "/v2/"),
              route("POST", UPLOADS),
              route("GET", BLOB),
              route("DELETE", BLOB),
              route("GET", TAGS + "/{tag}"),
              route("GET", TAGS)));

  private static Route route(String method, String path) {
    return Route.of(method, path, Action.PULL, _ -> Reply.of(200));
  }

  private String find(String method, String path) {
    return switch (router.find(method, path)) {
      case Router.Found.Match(Route route, _) -> route.toString();
      case Router.Found.OtherMethods(List<String> allowed) -> "405 " + allowed;
      case Router.Found.Nothing() -> "404";
    };
  }

  @Test
  void findsByMethodAndPath() {
    assertThat(find("GET", "/v2/")).isEqualTo("GET /v2/");
    assertThat(find("HEAD", "/v2/")).as("a GET route answers HEAD").isEqualTo("GET /v2/");
    assertThat(find("GET", "/v2/a/blobs/x")).isEqualTo("GET " + BLOB);
    assertThat(find("DELETE", "/v2/a/blobs/x")).isEqualTo("DELETE " + BLOB);
    assertThat(find("POST", "/v2/a/blobs/uploads/")).isEqualTo("POST " + UPLOADS);
  }

  @Test
  void theMoreSpecialRouteIsTriedFirst() {
    assertThat(find("GET", "/api/v1/repositories/a/tags/tags")).isEqualTo("GET " + TAGS + "/{tag}");
    assertThat(find("GET", "/api/v1/repositories/a%2Ftags/tags")).isEqualTo("GET " + TAGS);
    assertThat(find("GET", "/api/v1/repositories/tags/tags")).isEqualTo("GET " + TAGS);
  }

  @Test
  void saysWhichMethodsAPathHas() {
    assertThat(find("PUT", "/v2/a/blobs/x")).isEqualTo("405 [GET, HEAD, DELETE]");
    assertThat(find("GET", "/v2/a/blobs/uploads/")).isEqualTo("405 [POST]");
    assertThat(find("get", "/v2/")).as("methods have a case").isEqualTo("405 [GET, HEAD]");
  }

  @Test
  void saysWhereNothingIs() {
    for (String path :
        List.of(
            "",
            "/",
            "*",
            "/v2",
            "/v3/",
            "/V2/",
            "/v2/a",
            "//v2/",
            "/v2//",
            "v2/",
            "v2/a/blobs/x")) {
      assertThat(find("GET", path)).as(path).isEqualTo("404");
    }
  }

  @Test
  void aRepositoryThatCannotBeIsTheCallersFault() {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> find("PUT", "/v2/A/blobs/x"));
  }
}
