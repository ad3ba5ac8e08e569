package dev.stet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** Requests to Stet's own API about one repository. */
public record ApiRequests(TestRegistry registry, String repository) {
  public TestAnswer send(String method, String path, String json) {
    return registry
        .request(method, "/api/v1/repositories/" + repository.replace("/", "%2F") + path)
        .body(json.getBytes(StandardCharsets.UTF_8))
        .send();
  }

  public TestAnswer post(String path, String json) {
    return send("POST", path, json.replace('\'', '"'));
  }

  public TestAnswer patch(String path, String json) {
    return send("PATCH", path, json.replace('\'', '"'));
  }

  public TestAnswer get(String path) {
    return send("GET", path, "");
  }

  public TestAnswer delete(String path) {
    return send("DELETE", path, "");
  }

  /** Declares a repository or prefix. */
  public TestAnswer declare(String pattern, String kind) {
    return registry
        .request("POST", "/api/v1/declarations")
        .body(
            ("{\"pattern\":\"" + pattern + "\",\"kind\":\"" + kind + "\"}")
                .getBytes(StandardCharsets.UTF_8))
        .send();
  }

  /** Makes sure that it went well. */
  public static TestAnswer done(TestAnswer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    return answer;
  }
}
