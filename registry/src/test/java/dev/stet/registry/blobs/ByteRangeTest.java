package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Body;
import dev.stet.http.Header;
import dev.stet.http.Reply;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  private static final byte[] CONTENT = new byte[2048];

  static {
    for (int i = 0; i < CONTENT.length; i++) {
      CONTENT[i] = (byte) (i * 31);
    }
  }

  private static final Reply WHOLE = Reply.of(200, "application/octet-stream", CONTENT);

  private static Reply shaped(String header, Reply whole) {
    return ByteRange.parse(header, whole.body().length()).map(it -> it.of(whole)).orElse(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=500-1499, 500, 1499",
    "bytes=500-, 500, 2047",
    "bytes=-500, 1548, 2047",
    "bytes=-5000, 0, 2047",
    "bytes=2000-5000, 2000, 2047",
    "bytes=2047-2047, 2047, 2047",
    "'bytes= 5-6 ', 5, 6",
    "bytes=0-999999999999999999, 0, 2047"
  })
  void aPartIsExact(String header, int first, int last) {
    Reply part = shaped(header, WHOLE);
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.headers())
        .contains(
            new Header("Content-Type", "application/octet-stream"),
            new Header("Content-Range", "bytes " + first + "-" + last + "/2048"));
    assertThat(part.body())
        .isInstanceOfSatisfying(
            Body.Bytes.class,
            it -> assertThat(it.content()).isEqualTo(Arrays.copyOfRange(CONTENT, first, last + 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=500-0", "bytes=5000-10000", "bytes=2048-", "bytes=-0", "bytes=2048-2048"})
  void whatLiesOutsideOrRunsBackwardsIs416(String header) {
    Reply none = shaped(header, WHOLE);
    assertThat(none.status()).isEqualTo(416);
    assertThat(none.headers()).containsExactly(new Header("Content-Range", "bytes */2048"));
    assertThat(none.body().length()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=0-1,5-6",
        "lines=0-5",
        "0-5"
      })
  void whatIsNoneIsIgnored(String header) {
    assertThat(shaped(header, WHOLE)).isSameAs(WHOLE);
  }

  @Test
  void aFileIsSentFromTheRightPlace() {
    Reply file = new Reply(200, List.of(), new Body.FilePart(Path.of("blob"), 0, 5_000_000_000L));
    assertThat(shaped("bytes=4000000000-4000000009", file).body())
        .isEqualTo(new Body.FilePart(Path.of("blob"), 4_000_000_000L, 10));
  }

  @Test
  void anEmptyContentHasNoRange() {
    Reply empty = Reply.of(200, "application/octet-stream", new byte[0]);
    assertThat(shaped("bytes=0-0", empty).status()).isEqualTo(416);
    assertThat(shaped("bytes=-1", empty).status()).isEqualTo(416);
  }

  @Property
  void neverLeavesTheContent(@ForAll String header, @ForAll @LongRange(min = 0) long length) {
    assertInside("bytes=" + header, length);
  }

  @Property
  void neverLeavesTheContentEither(
      @ForAll @LongRange(min = 0) long first,
      @ForAll @LongRange(min = 0) long last,
      @ForAll @LongRange(min = 0) long length) {
    assertInside("bytes=" + first + "-" + last, length);
    assertInside("bytes=" + first + "-", length);
    assertInside("bytes=-" + last, length);
  }

  private static void assertInside(String header, long length) {
    ByteRange.parse(header, length)
        .filter(range -> range.first() <= range.last())
        .ifPresent(
            range -> {
              assertThat(range.first()).isNotNegative();
              assertThat(range.last()).isLessThan(length);
            });
  }
}
