package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {
  @ParameterizedTest
  @CsvSource({
    "0-0, 0, 0, 1",
    "0-1023, 0, 1023, 1024",
    "007-08, 7, 8, 2",
    "0-999999999999999999, 0, 999999999999999999, 1000000000000000000"
  })
  void aRangeHasBothItsEnds(String header, long first, long last, long length) {
    ContentRange range = ContentRange.parse(header);
    assertThat(range).isEqualTo(new ContentRange(first, last));
    assertThat(range.length()).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-",
        "0-",
        "-5",
        "5-4",
        "a-b",
        "0-1-2",
        " 0-1",
        "0-1 ",
        "0 - 1",
        "+0-1",
        "0-1/2",
        "bytes 0-1",
        "bytes=0-1",
        "0-1\n",
        "٠-١",
        "0-9999999999999999999"
      })
  void whatIsNoneIsRefused(String header) {
    RequestException refused =
        catchThrowableOfType(RequestException.class, () -> ContentRange.parse(header));
    assertThat(refused.code()).isEqualTo(OciErrorCode.BLOB_UPLOAD_INVALID);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).startsWith("Content-Range is not valid: ");
  }

  @Property
  void whateverComesIsReadOrRefused(
      @ForAll @Chars({'0', '1', '9', '-', ' ', '/', 'b'}) String header) {
    try {
      ContentRange range = ContentRange.parse(header);
      assertThat(range.length()).isPositive();
      assertThat(header).matches("[0-9]+-[0-9]+");
    } catch (RequestException e) {
      assertThat(e.code()).isEqualTo(OciErrorCode.BLOB_UPLOAD_INVALID);
    }
  }

  @Property
  void whatIsWrittenIsReadAgain(
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long one,
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long other) {
    ContentRange range = new ContentRange(Math.min(one, other), Math.max(one, other));
    assertThat(ContentRange.parse(range.first() + "-" + range.last())).isEqualTo(range);
  }
}
