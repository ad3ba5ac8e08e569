package dev.stet.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.oci.Digest.Algorithm;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DigestTest {
  private static final String EMPTY_256 =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String EMPTY_512 =
      "sha512:cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
          + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";

  static final List<String> BAD =
      List.of(
          "",
          ":",
          "sha256",
          "sha256:",
          "sha256:baddigeststring",
          "sha256:" + "0".repeat(63),
          "sha256:" + "0".repeat(65),
          "sha256:" + "0".repeat(63) + "A",
          "sha256:" + "0".repeat(63) + "g",
          "sha256:" + "0".repeat(63) + "\uff10",
          "SHA256:" + "0".repeat(64),
          "sha512:" + "0".repeat(64),
          "sha256:" + "0".repeat(128),
          "sha384:" + "0".repeat(96),
          "md5:" + "0".repeat(32),
          "blake3:" + "0".repeat(64),
          " sha256:" + "0".repeat(64),
          "sha256:" + "0".repeat(64) + " ",
          "sha256-" + "0".repeat(64),
          "0".repeat(64));

  @Test
  void hashesAsTheStandardsSay() {
    assertThat(Digest.sha256(new byte[0])).hasToString(EMPTY_256);
    assertThat(Digest.of(Algorithm.SHA512, new byte[0])).hasToString(EMPTY_512);
    assertThat(Digest.parse(EMPTY_512).algorithm()).isEqualTo(Algorithm.SHA512);
  }

  @ParameterizedTest
  @FieldSource("BAD")
  void refusesWhatNobodyHereCouldCheck(String text) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Digest.parse(text))
        .satisfies(e -> assertThat(e.code()).isEqualTo(OciErrorCode.DIGEST_INVALID));
  }

  @Test
  void saysWhatWasGotAndWhatIsWanted() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Digest.parse("sha256:baddigeststring"))
        .withMessage(
            "digest \"sha256:baddigeststring\" is not valid: wanted sha256: and 64, or sha512: and"
                + " 128, lower-case hexadecimal digits");
  }

  @Test
  void cannotBeMadeWrong() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new Digest(Algorithm.SHA512, "0".repeat(64)));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new Digest(Algorithm.SHA256, "G".repeat(64)));
  }

  @Property
  void isReadBackAsItIsWritten(@ForAll byte[] bytes, @ForAll Algorithm algorithm) {
    Digest digest = Digest.of(algorithm, bytes);
    assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
    assertThat(Digest.ofHash(algorithm, algorithm.newHash().digest(bytes))).isEqualTo(digest);
    assertThat(digest.abbreviated()).startsWith(algorithm.prefix() + ":").hasSize(20);
  }

  @Property
  void ordersAsItsTextDoes(@ForAll byte[] one, @ForAll byte[] other, @ForAll Algorithm algorithm) {
    Digest a = Digest.sha256(one);
    Digest b = Digest.of(algorithm, other);
    assertThat(Integer.signum(a.compareTo(b)))
        .isEqualTo(Integer.signum(a.toString().compareTo(b.toString())));
  }

  @Test
  void isCutForMessages() {
    assertThat(Digest.sha256("stet".getBytes(UTF_8)).abbreviated())
        .isEqualTo(Digest.sha256("stet".getBytes(UTF_8)).toString().substring(0, 19) + "…");
  }
}
