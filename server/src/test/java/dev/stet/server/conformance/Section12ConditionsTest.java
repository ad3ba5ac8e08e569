package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.server.Answer;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: RFC 9110, section 13, on manifests. */
class Section12ConditionsTest extends ServedTest {
  private static String quoted(Digest digest) {
    return "\"" + digest + "\"";
  }

  @Test
  @Tag("box-12.2")
  void theEntityTagIsTheDigest() {
    TestImage image = TestImage.of("tagged");
    server.push("if/tagged", "v1", image);
    for (String reference : List.of("v1", image.digest().toString())) {
      String path = "/v2/if/tagged/manifests/" + reference;
      assertThat(server.get(path).header("ETag")).isEqualTo(quoted(image.digest()));
      assertThat(server.head(path).header("ETag")).isEqualTo(quoted(image.digest()));
    }
  }

  @Test
  @Tag("box-12.2")
  void whoKnowsTheManifestGets304() {
    TestImage image = TestImage.of("known");
    server.push("if/known", "v1", image);
    String path = "/v2/if/known/manifests/v1";
    for (int round = 0; round < 2; round++) {
      for (String known :
          List.of("\"" + image.digest() + "\"", "\"x\", W/\"" + image.digest() + "\"", "*")) {
        Answer answer = server.get(path, "If-None-Match", known);
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo("\"" + image.digest() + "\"");
      }
      assertThat(server.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }
  }

  @Test
  @Tag("box-12.2")
  void whoWantsAnotherManifestThanThereIsGets412() {
    TestImage image = TestImage.of("wanted");
    server.push("if/wanted", "v1", image);
    String path = "/v2/if/wanted/manifests/v1";
    assertThat(server.get(path, "If-Match", "\"" + image.digest() + "\"").body())
        .isEqualTo(image.manifest());
    Answer other = server.get(path, "If-Match", "\"other\"");
    assertThat(other.status()).isEqualTo(412);
    assertThat(other.code()).isEqualTo("DENIED");
    assertThat(other.message()).contains(image.digest().toString());
    assertThat(server.get("/v2/if/wanted/manifests/v2", "If-Match", "*").status())
        .as("what is not there is not there")
        .isEqualTo(404);
  }

  @Test
  @Tag("box-12.2")
  void ifNoneMatchOfAnythingPushesToAFreeTagOnly() {
    TestImage image = TestImage.of("first");
    assertThat(server.push("if/free", "v1", image, "If-None-Match", "*").status()).isEqualTo(201);
    for (TestImage again : List.of(image, TestImage.of("second"))) {
      Answer taken = server.push("if/free", "v1", again, "If-None-Match", "*");
      assertThat(taken.status()).isEqualTo(412);
      assertThat(taken.code()).isEqualTo("DENIED");
      assertThat(taken.message()).contains("v1", image.digest().abbreviated());
      assertThat(taken.error().path("detail").path("current").asString())
          .isEqualTo(image.digest().toString());
    }
    assertThat(server.get("/v2/if/free/manifests/" + TestImage.of("second").digest()).status())
        .isEqualTo(404);
    assertThat(server.pushManifest("if/free", "v1", image).status())
        .as("without the condition")
        .isEqualTo(201);
  }

  @Test
  @Tag("box-12.2")
  void ifMatchPushesToATagThatNamesThisOnly() {
    TestImage image = TestImage.of("one");
    Answer nothing = server.push("if/match", "v1", image, "If-Match", "*");
    assertThat(nothing.status()).isEqualTo(412);
    assertThat(server.get("/v2/if/match/manifests/v1").status()).isEqualTo(404);

    server.push("if/match", "v1", image);
    assertThat(server.push("if/match", "v1", image, "If-Match", quoted(image.digest())).status())
        .isEqualTo(201);
    TestImage other = TestImage.of("two");
    assertThat(server.push("if/match", "v1", other, "If-Match", quoted(other.digest())).status())
        .isEqualTo(412);
  }

  @ParameterizedTest
  @Tag("box-12.2")
  @ValueSource(strings = {"latest", "v1", "v2-77d0b1c"})
  void whatIsRefusedForAnotherReasonIsNot412(String tag) {
    TestImage image = TestImage.annotated("refused", "3035eca" + "0".repeat(33));
    server.push("if/refused", "v1", TestImage.of("holds v1"));
    Answer refused = server.push("if/refused", tag, image, "If-None-Match", "\"other\"");
    assertThat(refused.status()).isEqualTo(409);
  }

  @Test
  @Tag("box-12.2")
  void aPushByDigestIsConditionalOnTheDigest() {
    TestImage image = TestImage.of("by digest");
    String reference = image.digest() + "?tag=v1";
    assertThat(server.push("if/digest", reference, image, "If-None-Match", "*").status())
        .isEqualTo(201);
    assertThat(server.push("if/digest", reference, image, "If-None-Match", "*").status())
        .isEqualTo(412);
    assertThat(server.push("if/digest", reference, image, "If-Match", "*").status()).isEqualTo(201);
  }

  @Test
  @Tag("box-12.2")
  void ofManyWhoWantAFreeTagOneGetsIt() throws Exception {
    TestImage image = TestImage.of("the same for all");
    image.blobs().forEach(blob -> server.pushBlob("if/race", blob));
    CyclicBarrier together = new CyclicBarrier(16);
    List<Future<Answer>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < together.getParties(); i++) {
        answers.add(
            threads.submit(
                () -> {
                  together.await();
                  return server.pushManifest("if/race", "v1", image, "If-None-Match", "*");
                }));
      }
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Answer> answer : answers) {
      statuses.add(answer.get().status());
    }
    assertThat(statuses).containsOnlyOnce(201);
    assertThat(statuses).containsOnly(201, 412);
  }
}
