package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.server.EarlierFolder.Promise;
import dev.stet.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an earlier build kept is served by this one. */
class MigrationTest {
  private @TempDir Path folder;
  private EarlierFolder earlier;

  @BeforeEach
  void unpack() throws IOException {
    earlier = EarlierFolder.unpack(folder);
    assertThat(earlier.acknowledged()).hasSizeGreaterThan(15);
    assertThat(earlier.refused()).hasSize(3);
  }

  private void assertAllThere(RunningServer server) {
    for (Promise promise : earlier.acknowledged()) {
      Answer answer = server.get(promise.path(), "Accept", "*/*");
      assertThat(answer.status()).as("%s: %s", promise, answer).isEqualTo(200);
      assertThat(Digest.of(promise.digest().algorithm(), answer.body()))
          .as(promise.toString())
          .isEqualTo(promise.digest());
    }
  }

  private static JsonNode tag(RunningServer server, String tag) {
    Answer answer = server.get("/api/v1/repositories/shop%2Fapi/tags/" + tag);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void allThatWasAcknowledgedIsServed() {
    try (RunningServer server = RunningServer.start(earlier.data())) {
      assertAllThere(server);
    }
    try (RunningServer server = RunningServer.start(earlier.data())) {
      assertAllThere(server);
    }
  }

  @Test
  void tagsStandAndTheirHistoryIsWhole() {
    try (RunningServer server = RunningServer.start(earlier.data())) {
      JsonNode first = tag(server, "main-3035eca");
      assertThat(first.path("history")).hasSize(1);
      assertThat(first.at("/history/0/sequence").asLong()).isEqualTo(1);
      assertThat(first.at("/history/0/event").asString()).isEqualTo("claimed");
      assertThat(first.at("/history/0/by/name").asString()).isEqualTo("ci@shop");
      assertThat(first.at("/tag/revision").asString()).startsWith("3035eca");
      assertThat(first.path("refused")).hasSize(1);
      assertThat(first.at("/refused/0/reason").asString()).isEqualTo("TAG_TAKEN");
      assertThat(first.at("/refused/0/count").asInt()).isEqualTo(2);

      TestImage another = TestImage.of("another");
      for (Promise promise : earlier.acknowledged()) {
        if (promise.kind().equals("manifest") && !promise.reference().contains(":")) {
          Answer refused = server.push(promise.repository(), promise.reference(), another);
          assertThat(refused.status()).as("%s: %s", promise, refused).isEqualTo(409);
          assertThat(refused.message()).contains(promise.digest().toString().substring(0, 19));
        }
      }
      assertAllThere(server);
      assertThat(server.push("shop/api", "1.1.0", another).status()).isEqualTo(201);
      assertThat(tag(server, "1.1.0").at("/tag/sequence").asLong()).isEqualTo(7);
    }
  }

  @Test
  void theDatabaseAsItWasLiesBeside() throws IOException {
    RunningServer.start(earlier.data()).close();

    Path copy = earlier.data().resolve("registry.db.before-V002");
    List<String> names =
        Database.readCopy(
            copy,
            handle ->
                handle
                    .createQuery("SELECT name FROM name ORDER BY sequence")
                    .mapTo(String.class)
                    .list());
    assertThat(names)
        .containsExactly("main-3035eca", "main-77d0b1c", "1.0.0", "v1", "v2", "stable-2");
    long before = copy.toFile().lastModified();

    RunningServer.start(earlier.data()).close();

    assertThat(copy.toFile().lastModified()).as("made once").isEqualTo(before);
  }
}
