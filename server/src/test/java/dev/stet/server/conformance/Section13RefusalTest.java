package dev.stet.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.server.Answer;
import dev.stet.server.RawConnection;
import dev.stet.server.ServedTest;
import dev.stet.server.TestImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the push of another image under a tag is refused. */
class Section13RefusalTest extends ServedTest {
  private static final String TAKEN = "\" already exists in repository \"taken/app\" (";
  private static final String IMMUTABLE =
      ") and cannot be overwritten because the repository is immutable";

  private static final TestImage FIRST = TestImage.annotated("first", "3035eca" + "0".repeat(33));
  private static final TestImage OTHER = TestImage.annotated("other", "77d0b1c" + "0".repeat(33));

  private final List<Answer> refused = new ArrayList<>();

  @BeforeAll
  void push() {
    server.push("taken/app", "1.4.2", FIRST, "Stet-Actor", "ci@shop");
    server.push("taken/app", OTHER.digest().toString(), OTHER);
    refused.add(server.pushManifest("taken/app", "1.4.2", OTHER));
    refused.add(server.pushManifest("taken/app", OTHER.digest() + "?tag=1.4.2", OTHER));
  }

  @Test
  @Tag("box-13.1")
  void theMessageIsOneLine() {
    assertThat(refused)
        .allSatisfy(
            answer -> {
              assertThat(answer.message().chars()).allMatch(c -> c >= ' ');
              assertThat(answer.text().lines()).hasSize(1);
            });
  }

  @Test
  @Tag("box-13.2")
  @Tag("box-13.3")
  void theAnswerIs409Denied() {
    assertThat(refused)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(409);
              assertThat(answer.code()).isEqualTo("DENIED");
              assertThat(answer.header("Content-Type")).isEqualTo("application/json");
              assertThat(answer.find("WWW-Authenticate")).isEmpty();
              assertThat(answer.find("Retry-After")).isEmpty();
            });
  }

  @Test
  @Tag("box-13.4")
  void theWordsThatToolsLookForStandTogether() {
    assertThat(refused)
        .allSatisfy(answer -> assertThat(answer.message()).containsSubsequence(TAKEN, IMMUTABLE));
  }

  @Test
  @Tag("box-13.5")
  void theMessageSaysWhatHoldsTheTagAndWhatToDo() {
    assertThat(refused)
        .allSatisfy(
            answer ->
                assertThat(answer.message())
                    .contains("2026-11-20", "ci@shop", "3035eca", OTHER.digest().abbreviated())
                    .endsWith("push a new tag, e.g. main-77d0b1c (stet tag)"));
  }

  @Test
  @Tag("box-13.6")
  void tagRepositoryAndDigestAreNamed() {
    assertThat(refused)
        .allSatisfy(
            answer -> {
              assertThat(answer.message())
                  .startsWith("tag \"1.4.2" + TAKEN + FIRST.digest().abbreviated());
              assertThat(answer.error().path("detail").path("reason").asString())
                  .isEqualTo("TAG_TAKEN");
              assertThat(answer.error().path("detail").path("tag").asString()).isEqualTo("1.4.2");
              assertThat(answer.error().path("detail").path("current").asString())
                  .isEqualTo(FIRST.digest().toString());
              assertThat(answer.error().path("detail").path("rejected").asString())
                  .isEqualTo(OTHER.digest().toString());
            });
  }

  @Test
  @Tag("box-13.7")
  void aDeletedNameIsRefusedInItsOwnWordsAndItsOwnImageMayComeBack() {
    server.push("taken/burnt", "v1", FIRST);
    server.push("taken/burnt", OTHER.digest().toString(), OTHER);
    assertThat(server.delete("/v2/taken/burnt/manifests/v1").status()).isEqualTo(202);

    Answer burnt = server.pushManifest("taken/burnt", "v1", OTHER);
    assertThat(burnt.status()).isEqualTo(409);
    assertThat(burnt.code()).isEqualTo("DENIED");
    assertThat(burnt.error().path("detail").path("reason").asString()).isEqualTo("TAG_BURNT");
    assertThat(burnt.message())
        .contains("already exists in repository", "deleted 2026-11-20")
        .contains("cannot be overwritten because the repository is immutable")
        .contains("burnt")
        .doesNotContain("\n");
    assertThat(server.get("/v2/taken/burnt/manifests/v1").status()).isEqualTo(404);

    assertThat(server.pushManifest("taken/burnt", "v1", FIRST).status()).isEqualTo(201);
    assertThat(server.get("/v2/taken/burnt/manifests/v1").body()).isEqualTo(FIRST.manifest());
    assertThat(server.pushManifest("taken/burnt", "v1", OTHER).message())
        .contains("pushed 2026-11-20");
  }

  @Test
  @Tag("box-13.7")
  void aManifestDeletedByDigestBurnsItsTags() {
    server.push("taken/digest", FIRST.digest() + "?tag=v1&tag=v2", FIRST);
    assertThat(server.delete("/v2/taken/digest/manifests/" + FIRST.digest()).status())
        .isEqualTo(202);
    for (String tag : List.of("v1", "v2")) {
      Answer burnt = server.push("taken/digest", tag, OTHER);
      assertThat(burnt.status()).isEqualTo(409);
      assertThat(burnt.error().path("detail").path("reason").asString()).isEqualTo("TAG_BURNT");
    }
  }

  @Test
  @Tag("box-13.8")
  void theStatusLineSaysWhy() {
    try (RawConnection connection = server.connect()) {
      String line =
          connection
              .sendHead(
                  "PUT /v2/taken/app/manifests/1.4.2",
                  "Content-Type: " + OTHER.mediaType(),
                  "Content-Length: " + OTHER.manifest().length,
                  "Connection: close")
              .send(OTHER.manifest())
              .rest()
              .lines()
              .findFirst()
              .orElse("");
      assertThat(line).isEqualTo("HTTP/1.1 409 Conflict (tag is immutable)");
    }
  }
}
