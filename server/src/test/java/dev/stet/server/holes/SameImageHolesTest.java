package dev.stet.server.holes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.MediaTypes;
import dev.stet.server.Answer;
import dev.stet.server.TestImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is refused elsewhere though it overwrites nothing. */
class SameImageHolesTest extends HoleTest {
  @Test
  @Tag("hole-same-image-refused")
  void theSameImageAgainIsRefused() {
    TestImage image = TestImage.of("same");
    for (String reference : List.of("v1", "v1", image.digest() + "?tag=v1", "v1")) {
      Answer answer = server.push("hole/same", reference, image);
      assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }
    assertThat(server.push("hole/same", image.digest().toString(), image).status()).isEqualTo(201);
    assertThat(history("hole/same", "v1")).containsExactly("claimed " + image.digest());
  }

  @Test
  @Tag("hole-second-tag-refused")
  void aSecondTagOfAnImageIsRefused() {
    TestImage image = TestImage.of("two tags");
    for (String tag : List.of("v1", "v1.0", "v1.0.0")) {
      assertThat(server.push("hole/second", tag, image).status()).isEqualTo(201);
      assertThat(named("hole/second", tag)).isEqualTo(image.digest().toString());
    }
  }

  /** Decided: the part has the tag, the whole is refused, and its client is told why. */
  @Test
  @Tag("hole-parts-under-the-tag")
  void theWholeIsRefusedBecauseItsPartsWerePushedUnderItsTag() {
    TestImage part = TestImage.of("amd64");
    TestImage whole = TestImage.index(part);
    assertThat(server.push("hole/parts", "v1", part).status()).isEqualTo(201);
    Answer refused = server.push("hole/parts", "v1", whole);
    assertRefused(refused, "TAG_TAKEN");
    assertThat(refused.message()).contains("buildx");
    assertThat(named("hole/parts", "v1")).isEqualTo(part.digest().toString());

    server.push("hole/parts", part.digest().toString(), part);
    assertThat(server.push("hole/parts", "v2", whole).status())
        .as("parts by digest, then the whole")
        .isEqualTo(201);
  }

  /** With the configuration of an image, as cosign wrote them before its third version. */
  private static TestImage signature(String seed) {
    byte[] config = TestImage.bytes("{}");
    byte[] layer = TestImage.bytes(seed);
    Map<String, Object> manifest =
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            MediaTypes.OCI_IMAGE,
            "config",
            TestImage.descriptor(MediaTypes.OCI_CONFIG, config),
            "layers",
            List.of(
                TestImage.descriptor("application/vnd.dev.cosign.simplesigning.v1+json", layer)));
    return new TestImage(
        MediaTypes.OCI_IMAGE,
        JsonMapper.builder().build().writeValueAsBytes(manifest),
        List.of(config, layer));
  }

  @Test
  @Tag("hole-signature-refused")
  void aSecondSignatureIsRefused() {
    TestImage image = TestImage.of("signed");
    server.push("hole/signed", "v1", image);
    String form = image.digest().toString().replace(':', '-');
    for (String tag : List.of(form + ".sig", form + ".att", form + ".sbom", form)) {
      for (String seed : List.of("one", "two", "three")) {
        TestImage signature = signature(seed);
        assertThat(server.push("hole/signed", tag, signature).status()).isEqualTo(201);
        assertThat(named("hole/signed", tag)).isEqualTo(signature.digest().toString());
      }
      assertThat(history("hole/signed", tag)).hasSize(3);
    }
  }

  @Test
  @Tag("hole-image-as-signature")
  void anImageThatRunsMovesUnderTheNameOfASignature() {
    String repository = "hole/disguise";
    TestImage image = TestImage.of("runs");
    server.push(repository, "v1", image);
    String tag = image.digest().toString().replace(':', '-') + ".sig";
    server.push(repository, tag, signature("genuine"));
    TestImage list = TestImage.index(image);
    server.push(repository, list.digest().toString(), list);
    for (TestImage disguised : List.of(image, list, TestImage.index(list))) {
      assertRefused(server.push(repository, tag, disguised), "WRONG_KIND");
    }
    TestImage other = TestImage.of("runs too");
    String free = other.digest().toString().replace(':', '-') + ".sig";
    server.push(repository, free, other);
    assertRefused(server.push(repository, free, image), "TAG_TAKEN");
  }
}
