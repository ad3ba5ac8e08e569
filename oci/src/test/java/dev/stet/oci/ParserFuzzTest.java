package dev.stet.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes in, a parser gives a value or a {@link MalformedException}, and nothing else. */
class ParserFuzzTest {
  private static final String WHOLE =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
      "config":{"mediaType":"application/c","digest":"sha256:%s","size":7},\
      "layers":[{"mediaType":"application/l","digest":"sha512:%s","size":0,"urls":["u"]}],\
      "subject":{"mediaType":"application/s","digest":"sha256:%s","size":1},\
      "annotations":{"a":"1"}}"""
          .formatted("a".repeat(64), "b".repeat(128), "c".repeat(64));

  /** The value, or nothing where the text was refused as it should be. */
  private static <T> Optional<T> parsed(Function<String, T> parser, String text) {
    try {
      return Optional.of(parser.apply(text));
    } catch (MalformedException e) {
      MalformedExceptionTest.assertReadable(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  @Property
  void names(@ForAll String text) {
    parsed(RepositoryName::parse, text)
        .ifPresent(name -> assertThat(name.value()).isEqualTo(text).matches("[a-z0-9._/-]{1,255}"));
    parsed(TagName::parse, text)
        .ifPresent(tag -> assertThat(tag.value()).isEqualTo(text).matches("[\\w.-]{1,128}"));
  }

  @Property
  void references(@ForAll("almostReferences") String text) {
    parsed(Digest::parse, text).ifPresent(digest -> assertThat(digest).hasToString(text));
    parsed(Reference::parse, text).ifPresent(it -> assertThat(it.toString()).isEqualTo(text));
  }

  @Provide
  Arbitrary<String> almostReferences() {
    Arbitrary<String> hex =
        Arbitraries.strings().withChars("0123456789abcdefA").ofMinLength(60).ofMaxLength(130);
    return Arbitraries.oneOf(
        Arbitraries.strings(),
        hex,
        Arbitraries.of("sha256", "sha512", "sha1", "")
            .flatMap(algorithm -> hex.map(it -> algorithm + ":" + it)));
  }

  @Property
  void bytesThatAreNoManifest(@ForAll byte[] bytes, @ForAll String contentType) {
    assertThat(parsed(_ -> Manifest.parse(bytes, contentType), "")).isEmpty();
  }

  @Property(tries = 3000)
  void manifestsWithAFlippedByte(@ForAll int where, @ForAll byte what) {
    byte[] bytes = WHOLE.getBytes(UTF_8);
    bytes[Math.floorMod(where, bytes.length)] = what;
    assertThat(parsed(_ -> Manifest.parse(bytes, ""), "").map(Manifest::isIndex))
        .isNotEqualTo(Optional.of(true));
  }

  @Property
  void manifestsCutShort(@ForAll int where) {
    byte[] whole = WHOLE.getBytes(UTF_8);
    byte[] cut = Arrays.copyOf(whole, Math.floorMod(where, whole.length));
    assertThat(parsed(_ -> Manifest.parse(cut, ""), "")).isEmpty();
  }

  /** Every value of a good manifest is replaced by every kind of JSON value. */
  @Property(tries = 3000)
  void manifestsWithAStrangeValue(
      @ForAll("values") String value, @ForAll("values") String strange) {
    parsed(_ -> Manifest.parse(WHOLE.replace(value, strange).getBytes(UTF_8), ""), "")
        .ifPresent(manifest -> assertThat(MediaTypes.MANIFESTS).contains(manifest.mediaType()));
  }

  @Provide
  Arbitrary<String> values() {
    Stream<String> own =
        List.of("2", "7", "\"application/l\"", "[\"u\"]", "\"1\"", "{\"a\":\"1\"}").stream();
    Stream<String> strange =
        List.of("null", "true", "-1", "1.5", "1e999", "9".repeat(999), "\"\\ud800\"", "[]", "{}")
            .stream();
    return Arbitraries.of(Stream.concat(own, strange).toList());
  }
}
