package dev.stet.server.holes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.server.Answer;
import dev.stet.server.RunningServer;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/** A test of holes. Whatever was tried, the server has to find nothing wrong with what it keeps. */
abstract class HoleTest extends ServedTest {
  /** A request to Stet's own API. */
  Answer api(String method, String path, String json) {
    return server.send(
        method,
        "/api/v1" + path,
        BodyPublishers.ofString(json.replace('\'', '"')),
        "Authorization",
        "Bearer " + RunningServer.TOKEN,
        "Content-Type",
        "application/json");
  }

  Answer done(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
    return answer;
  }

  static String manifest(String repository, Object reference) {
    return "/v2/" + repository + "/manifests/" + reference;
  }

  /** Which image a reference names; empty if none. */
  String named(String repository, Object reference) {
    return server.head(manifest(repository, reference)).find("Docker-Content-Digest").orElse("");
  }

  static void assertRefused(Answer answer, String reason) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("DENIED");
    assertThat(answer.error().path("detail").path("reason").asString()).isEqualTo(reason);
  }

  /** The events of a name, e.g. {@code claimed sha256:…}. */
  List<String> history(String repository, String name) {
    return server
        .get("/api/v1/repositories/" + repository + "/tags/" + name)
        .json()
        .path("history")
        .valueStream()
        .map(it -> it.path("event").asString() + " " + it.path("digest").asString(""))
        .map(String::strip)
        .toList();
  }

  /** The whole audit trail. */
  List<JsonNode> audit() {
    return server.get("/api/v1/audit?n=10000").json().path("entries").valueStream().toList();
  }

  /** Pushes what the manifests need, so that they can race. */
  void blobs(String repository, List<TestImage> images) {
    images.forEach(image -> image.blobs().forEach(blob -> server.pushBlob(repository, blob)));
  }

  static List<TestImage> images(String seed, int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(i -> TestImage.of(seed + i)).toList();
  }

  /** Does all at once; the answers, in their order. */
  static List<Answer> together(List<Callable<Answer>> requests) {
    CyclicBarrier start = new CyclicBarrier(requests.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers =
          requests.stream()
              .map(
                  request ->
                      threads.submit(
                          () -> {
                            start.await();
                            return request.call();
                          }))
              .toList();
      return answers.stream().map(HoleTest::answer).toList();
    }
  }

  private static Answer answer(Future<Answer> answer) {
    try {
      return answer.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void nothingIsWrongWithWhatIsKept() {
    JsonNode check = done(api("POST", "/checks", "{'full':true,'repair':false}")).json();
    assertThat(check.path("problems").size()).as("%s", check).isZero();
  }
}
