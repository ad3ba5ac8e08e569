package dev.stet.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.StetProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has a running Stet check everything that it keeps. */
final class Sound {
  private Sound() {}

  /** All is as it was, but for files of pushes that were cut off: no record names those. */
  static void assertSound(StetProcess stet, Path data) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + stet.address() + "/api/v1/checks"))
            .header("Authorization", "Bearer " + Files.readString(data.resolve("token")).strip())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"full\":true}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      JsonNode problems = JsonMapper.shared().readTree(answer.body()).path("problems");
      assertThat(problems.isArray()).isTrue();
      assertThat(problems)
          .allSatisfy(it -> assertThat(it.path("kind").asString()).isEqualTo("file-orphaned"));
    }
  }
}
