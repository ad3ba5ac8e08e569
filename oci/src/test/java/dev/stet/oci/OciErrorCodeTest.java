package dev.stet.oci;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OciErrorCodeTest {
  @ParameterizedTest
  @CsvSource({
    "BLOB_UNKNOWN, 404",
    "BLOB_UPLOAD_INVALID, 400",
    "BLOB_UPLOAD_UNKNOWN, 404",
    "DIGEST_INVALID, 400",
    "MANIFEST_BLOB_UNKNOWN, 400",
    "MANIFEST_INVALID, 400",
    "MANIFEST_UNKNOWN, 404",
    "NAME_INVALID, 400",
    "NAME_UNKNOWN, 404",
    "SIZE_INVALID, 400",
    "UNAUTHORIZED, 401",
    "DENIED, 403",
    "UNSUPPORTED, 405",
    "TOOMANYREQUESTS, 429"
  })
  void isOneOfTheFourteenWithItsUsualStatus(String code, int status) {
    assertThat(OciErrorCode.valueOf(code).code()).isEqualTo(code);
    assertThat(OciErrorCode.valueOf(code).status()).isEqualTo(status);
  }

  @Test
  void thereAreNoOthers() {
    assertThat(OciErrorCode.values()).hasSize(14);
  }

  @ParameterizedTest
  @EnumSource
  void hasATitleOfAFewWords(OciErrorCode code) {
    assertThat(code.title()).matches("[a-z][a-z ]{8,70}");
  }
}
