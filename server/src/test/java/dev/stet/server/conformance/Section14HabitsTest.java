package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.server.Answer;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients do that collides with tags that stand. */
class Section14HabitsTest extends ServedTest {
  private static final String COMMIT = "3035eca" + "0".repeat(33);

  private static String reason(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
    return answer.error().path("detail").path("reason").asString();
  }

  @Test
  @Tag("box-14.1")
  void aPlatformUnderTheTagOfTheWholeIsToldSo() {
    TestImage amd64 = TestImage.of("amd64");
    TestImage arm64 = TestImage.of("arm64");
    server.push("habit/platforms", "v1", amd64);
    assertThat(reason(server.push("habit/platforms", "v1", arm64))).isEqualTo("TAG_TAKEN");

    server.push("habit/platforms", arm64.digest().toString(), arm64);
    Answer index = server.push("habit/platforms", "v1", TestImage.index(amd64, arm64));
    assertThat(reason(index)).isEqualTo("TAG_TAKEN");
    assertThat(index.message()).contains("one platform of the index", "buildx before 0.22");
  }

  @Test
  @Tag("box-14.2")
  void aRebuildOfTheSameCommitIsToldThatThereIsNothingToDo() {
    server.push("habit/rebuild", "main-3035eca", TestImage.annotated("built once", COMMIT));
    TestImage rebuilt = TestImage.annotated("built again", COMMIT);

    Answer refused = server.push("habit/rebuild", "main-3035eca", rebuilt);
    assertThat(reason(refused)).isEqualTo("TAG_TAKEN");
    assertThat(refused.message()).contains("3035eca", "nothing to do", "Stet-If-Taken: keep");
    assertThat(
            server.push("habit/rebuild", "main-3035eca", rebuilt, "Stet-If-Taken", "keep").status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @Tag("box-14.3")
  @ValueSource(strings = {".sig", ".att", ".sbom", ""})
  void aNameThatToolsRewriteMayBeRewrittenAndNeverNamesAnImageThatRuns(String suffix) {
    TestImage image = TestImage.of("signed" + suffix);
    server.push("habit/machine", image.digest().toString(), image);
    String tag = image.digest().toString().replace(':', '-') + suffix;
    for (String signature : List.of("first", "second")) {
      TestImage signed =
          TestManifest.image(signature).config("application/vnd.example.config", "{}").made();
      Answer answer = server.push("habit/machine", tag, signed);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
      assertThat(server.get("/v2/habit/machine/manifests/" + tag).body())
          .isEqualTo(signed.manifest());
    }
    assertThat(reason(server.push("habit/machine", tag, image))).isEqualTo("WRONG_KIND");
  }

  @Test
  @Tag("box-14.3")
  void theNameOfAToolThatNeedNotRewriteItStands() {
    String tag = "sha256-" + "0".repeat(64) + ".imgpkg";
    server.push("habit/imgpkg", tag, TestManifest.image("locations").made());
    assertThat(reason(server.push("habit/imgpkg", tag, TestManifest.image("others").made())))
        .isEqualTo("TAG_TAKEN");
  }

  @Test
  @Tag("box-14.3")
  void latestIsRefusedWithWhatToPushInstead() {
    Answer refused = server.push("habit/latest", "latest", TestImage.annotated("l", COMMIT));
    assertThat(reason(refused)).isEqualTo("ROLLING_NAME");
    assertThat(refused.message())
        .contains("main-3035eca", "stet channel create habit/latest latest");
  }

  @Test
  @Tag("box-14.4")
  void aDummyPushedOverATagDoesNotDeleteIt() {
    TestImage image = TestImage.of("stays");
    server.push("habit/dummy", "v1", image);
    TestImage dummy = TestManifest.image("dummy").made();

    assertThat(reason(server.push("habit/dummy", "v1", dummy))).isEqualTo("TAG_TAKEN");
    assertThat(server.delete("/v2/habit/dummy/manifests/" + dummy.digest()).status())
        .isEqualTo(404);
    assertThat(server.get("/v2/habit/dummy/manifests/v1").body()).isEqualTo(image.manifest());
  }

  @Test
  @Tag("box-14.5")
  void allTagsOfAnImageAtOnceAreTakenButForThoseThatNameAnother() throws Exception {
    TestImage image = TestImage.of("with many tags");
    image.blobs().forEach(blob -> server.pushBlob("habit/parallel", blob));
    server.push("habit/parallel", "v3", TestImage.of("holds v3"));
    List<String> tags = List.of("v1", "v2", "v3", "v4", "v5");
    CyclicBarrier together = new CyclicBarrier(tags.size());
    List<Future<Answer>> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers =
          tags.stream()
              .map(
                  tag ->
                      threads.submit(
                          () -> {
                            together.await();
                            return server.pushManifest("habit/parallel", tag, image);
                          }))
              .toList();
    }
    for (int i = 0; i < tags.size(); i++) {
      assertThat(answers.get(i).get().status()).isEqualTo(tags.get(i).equals("v3") ? 409 : 201);
      Digest named =
          Digest.parse(
              server
                  .head("/v2/habit/parallel/manifests/" + tags.get(i))
                  .header("Docker-Content-Digest"));
      assertThat(named.equals(image.digest())).isEqualTo(!tags.get(i).equals("v3"));
    }
  }
}
