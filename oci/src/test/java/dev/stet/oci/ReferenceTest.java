package dev.stet.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ReferenceTest {
  @Test
  void whatHasAColonIsADigest() {
    String digest = "sha256:" + "ab".repeat(32);
    assertThat(Reference.parse(digest)).isEqualTo(Digest.parse(digest)).hasToString(digest);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Reference.parse("main:3035eca"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(OciErrorCode.DIGEST_INVALID));
  }

  @Test
  void everythingElseIsATag() {
    assertThat(Reference.parse("main-3035eca")).isEqualTo(TagName.parse("main-3035eca"));
    assertThat(Reference.parse("sha256-" + "ab".repeat(32))).isInstanceOf(TagName.class);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Reference.parse(".hidden"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(OciErrorCode.MANIFEST_INVALID));
  }
}
