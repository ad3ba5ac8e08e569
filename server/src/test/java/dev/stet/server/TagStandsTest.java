package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Once pushed, a tag names the same image for ever. */
class TagStandsTest extends ServedTest {
  private static final int PUSHES = 200;
  private static final String COMMIT = "3035eca" + "0".repeat(33);
  private static final String OTHER_COMMIT = "77d0b1c" + "0".repeat(33);

  /** Pushes all at the same moment, each over a connection of its own. */
  private List<Answer> race(String repository, String tag, List<TestImage> images)
      throws Exception {
    CyclicBarrier together = new CyclicBarrier(images.size());
    List<Future<Answer>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (TestImage image : images) {
        answers.add(
            threads.submit(
                () -> {
                  try (RawConnection connection = server.connect()) {
                    together.await();
                    return connection
                        .sendHead(
                            "PUT /v2/" + repository + "/manifests/" + tag,
                            "Content-Type: " + image.mediaType(),
                            "Content-Length: " + image.manifest().length)
                        .send(image.manifest())
                        .answer();
                  }
                }));
      }
    }
    List<Answer> all = new ArrayList<>();
    for (Future<Answer> answer : answers) {
      all.add(answer.get());
    }
    return all;
  }

  private JsonNode history(String repository, String tag) {
    Answer answer =
        server.get("/api/v1/repositories/" + repository.replace("/", "%2F") + "/tags/" + tag);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void ofManyFirstPushesOneWinsAndTheOthersAreToldWhich() throws Exception {
    List<TestImage> images =
        IntStream.range(0, PUSHES)
            .mapToObj(i -> TestImage.annotated("the same layer", "%040x".formatted(i + 0xabcdef)))
            .toList();
    server.push("stands/race", images.getFirst().digest().toString(), images.getFirst());

    List<Answer> answers = race("stands/race", "v1", images);

    List<Integer> winners =
        IntStream.range(0, PUSHES).filter(i -> answers.get(i).status() == 201).boxed().toList();
    assertThat(winners).hasSize(1);
    Digest winner = images.get(winners.getFirst()).digest();
    for (int i = 0; i < PUSHES; i++) {
      if (i != winners.getFirst()) {
        Answer refused = answers.get(i);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("DENIED");
        assertThat(refused.message()).contains(winner.abbreviated());
        assertThat(refused.error().path("detail").path("current").asString())
            .isEqualTo(winner.toString());
        assertThat(refused.error().path("detail").path("rejected").asString())
            .isEqualTo(images.get(i).digest().toString());
      }
    }
    JsonNode history = history("stands/race", "v1");
    assertThat(history.path("tag").path("digest").asString()).isEqualTo(winner.toString());
    assertThat(history.path("history").size()).isEqualTo(1);
    assertThat(
            history.path("refused").valueStream().mapToLong(it -> it.path("count").asLong()).sum())
        .as("every refused push is counted")
        .isEqualTo(PUSHES - 1L);
    assertThat(readable(images))
        .as("those that were pushed")
        .isSubsetOf(winner, images.getFirst().digest());
  }

  private Set<Digest> readable(List<TestImage> images) {
    Set<Digest> readable = new HashSet<>();
    for (TestImage image : images) {
      if (server.head("/v2/stands/race/manifests/" + image.digest()).status() == 200) {
        readable.add(image.digest());
      }
    }
    return readable;
  }

  @Test
  void theSameImageManyTimesIsOneEntryOfTheHistory() throws Exception {
    TestImage image = TestImage.of("again and again");
    image.blobs().forEach(blob -> server.pushBlob("stands/again", blob));

    List<Answer> answers =
        race("stands/again", "v1", IntStream.range(0, PUSHES).mapToObj(_ -> image).toList());

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers)
        .extracting(answer -> answer.header("Docker-Content-Digest"))
        .containsOnly(image.digest().toString());
    JsonNode history = history("stands/again", "v1");
    assertThat(history.path("history").size()).isEqualTo(1);
    assertThat(history.path("refused").isEmpty()).isTrue();
  }

  @Test
  void theRefusalTeachesInOneLine() {
    TestImage first = TestImage.annotated("first", COMMIT);
    TestImage second = TestImage.annotated("second", OTHER_COMMIT);
    server.push("stands/teach", "release-7", first, "Stet-Actor", "ci@shop");

    Answer refused = server.push("stands/teach", "release-7", second);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("DENIED");
    assertThat(refused.message())
        .isEqualTo(
            "tag \"release-7\" already exists in repository \"stands/teach\" ("
                + first.digest().abbreviated()
                + ", pushed 2026-11-20 by ci@shop from 3035eca) and cannot be overwritten because"
                + " the repository is immutable; this push is "
                + second.digest().abbreviated()
                + ": push a new tag, e.g. main-77d0b1c (stet tag)");
    assertThat(refused.error().path("detail").path("reason").asString()).isEqualTo("TAG_TAKEN");
    assertThat(refused.error().path("detail").path("tag").asString()).isEqualTo("release-7");
    assertThat(server.get("/v2/stands/teach/manifests/release-7").body())
        .isEqualTo(first.manifest());
    assertThat(server.get("/v2/stands/teach/manifests/" + second.digest()).code())
        .as("what was refused cannot be read")
        .isEqualTo("MANIFEST_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latest",
        "main",
        "master",
        "develop",
        "dev",
        "stable",
        "edge",
        "nightly",
        "prod",
        "production",
        "staging"
      })
  void aRollingNameIsRefusedAlsoTheFirstTime(String name) {
    TestImage image = TestImage.annotated("rolling", COMMIT);
    Answer refused = server.push("stands/rolling", name, image);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("DENIED");
    assertThat(refused.error().path("detail").path("reason").asString()).isEqualTo("ROLLING_NAME");
    assertThat(refused.message()).contains("3035eca").doesNotContain("\n");
    assertThat(server.get("/v2/stands/rolling/manifests/" + name).status()).isEqualTo(404);
    assertThat(server.get("/v2/stands/rolling/manifests/" + image.digest()).status())
        .isEqualTo(404);
  }

  @Test
  void aTagMustNotNameAnotherCommitThanAnAnnotation() {
    TestImage image = TestImage.annotated("lies", COMMIT);
    Answer refused = server.push("stands/lies", "main-77d0b1c", image);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("DENIED");
    assertThat(refused.error().path("detail").path("reason").asString()).isEqualTo("TAG_LIES");
    assertThat(refused.message()).contains(COMMIT, "main-3035eca");
    assertThat(server.get("/v2/stands/lies/manifests/" + image.digest()).status()).isEqualTo(404);

    assertThat(server.push("stands/lies", "main-3035eca", image).status()).isEqualTo(201);
  }

  @Test
  void aTagThatNamesAnotherCommitThanALabelIsTakenWithAWarning() {
    Answer answer = server.push("stands/label", "main-77d0b1c", TestImage.labelled("l", COMMIT));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Warning")).matches("299 - \".*3035eca.*\"");
    assertThat(
            history("stands/label", "main-77d0b1c").path("history").path(0).path("note").asString())
        .contains("3035eca");
  }

  @Test
  void whoAsksForItKeepsTheStandingImageOfTheSameCommit() {
    TestImage first = TestImage.annotated("built once", COMMIT);
    TestImage rebuilt = TestImage.annotated("built twice", COMMIT);
    server.push("stands/keep", "main-3035eca", first);

    Answer refused = server.push("stands/keep", "main-3035eca", rebuilt);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).contains("nothing to do");
    assertThat(refused.error().path("detail").path("sameRevision").asString()).isEqualTo(COMMIT);

    Answer kept = server.push("stands/keep", "main-3035eca", rebuilt, "Stet-If-Taken", "keep");
    assertThat(kept.status()).isEqualTo(201);
    assertThat(kept.header("Docker-Content-Digest")).isEqualTo(first.digest().toString());
    assertThat(kept.header("Location")).isEqualTo("/v2/stands/keep/manifests/" + first.digest());
    assertThat(kept.header("Warning")).startsWith("299 - ");
    assertThat(history("stands/keep", "main-3035eca").path("history").size()).isEqualTo(1);
    assertThat(server.get("/v2/stands/keep/manifests/" + rebuilt.digest()).status())
        .as("the pushed manifest is not stored")
        .isEqualTo(404);
  }

  @Test
  void anotherCommitIsNotKept() {
    server.push("stands/not-kept", "v1", TestImage.annotated("one", COMMIT));
    for (TestImage other :
        List.of(TestImage.annotated("two", OTHER_COMMIT), TestImage.of("says no commit"))) {
      Answer refused = server.push("stands/not-kept", "v1", other, "Stet-If-Taken", "keep");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.error().path("detail").path("reason").asString()).isEqualTo("TAG_TAKEN");
    }
  }

  @Test
  void aPushByDigestIsNotKept() {
    server.push("stands/by-digest", "v1", TestImage.annotated("one", COMMIT));
    TestImage rebuilt = TestImage.annotated("two", COMMIT);
    String reference = rebuilt.digest() + "?tag=v1";
    Answer refused = server.push("stands/by-digest", reference, rebuilt, "Stet-If-Taken", "keep");
    assertThat(refused.status()).isEqualTo(409);
  }

  @Test
  void theTagStandsInItsOwnRepositoryAlone() {
    assertThat(server.push("stands/here", "v1", TestImage.of("here")).status()).isEqualTo(201);
    assertThat(server.push("stands/there", "v1", TestImage.of("there")).status()).isEqualTo(201);
    assertThat(server.push("stands/here", "V1", TestImage.of("capital")).status()).isEqualTo(201);
  }
}
