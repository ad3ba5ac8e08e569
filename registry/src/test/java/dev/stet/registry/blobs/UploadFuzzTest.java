package dev.stet.registry.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever comes as digest, range, upload or source, the answer is one of the specification: never
 * a fault of Stet's, and nothing changes that should not.
 */
class UploadFuzzTest {
  private static final byte[] CONTENT = "0123456789".repeat(200).getBytes(UTF_8);
  private static final String HELD = "/v2/shop/api/blobs/" + Digest.sha256(CONTENT);
  private static final String UPLOADS = "/v2/shop/api/blobs/uploads/";

  private static @Nullable Path folder;
  private static @Nullable TestRegistry registry;

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("stet");
    registry = TestRegistry.open(folder);
    registry().blob("shop/api", CONTENT);
  }

  @AfterContainer
  static void close() throws IOException {
    registry().close();
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static TestRegistry registry() {
    return java.util.Objects.requireNonNull(registry);
  }

  private static Path folder() {
    return java.util.Objects.requireNonNull(folder);
  }

  private static String begin() {
    return registry().request("POST", UPLOADS).send().header("Location");
  }

  private static void assertRefused(TestAnswer answer, String... failures) {
    assertThat(failures).contains(answer.failure());
    assertThat(answer.message()).isNotBlank().doesNotContain("\n", "Exception");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  @Provide
  Arbitrary<String> nearlyDigests() {
    Arbitrary<String> algorithms = Arbitraries.of("sha256", "sha512", "SHA256", "md5", "", "a+b");
    Arbitrary<String> encodeds =
        Arbitraries.strings().withChars("0123456789abcdefgABC=_-.:/%").ofMaxLength(130);
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(100),
        Combinators.combine(algorithms, encodeds).as((one, other) -> one + ":" + other));
  }

  @Property(tries = 500)
  void anyDigestInAPathIsReadOrRefused(@ForAll("nearlyDigests") String digest) {
    for (String method : List.of("GET", "HEAD")) {
      TestAnswer answer =
          registry().request(method, "/v2/shop/api/blobs/" + encoded(digest)).send();
      // An empty digest, or one like "uploads", is another path.
      assertRefused(
          answer, "400 DIGEST_INVALID", "404 BLOB_UNKNOWN", "404 UNSUPPORTED", "405 UNSUPPORTED");
    }
  }

  @Property(tries = 300)
  void anyDigestInAQueryIsReadOrRefused(
      @ForAll("nearlyDigests") String digest, @ForAll @Size(max = 20) byte[] body) {
    String query = "?digest=" + encoded(digest);
    assertRefused(
        registry().request("POST", UPLOADS + query).body(body).send(), "400 DIGEST_INVALID");
    String location = begin();
    assertRefused(
        registry().request("PUT", location + query).body(body).send(), "400 DIGEST_INVALID");
    registry().request("DELETE", location).send();
  }

  @Property(tries = 300)
  void anyAlgorithmIsKnownOrRefused(@ForAll String algorithm) {
    TestAnswer answer =
        registry().request("POST", UPLOADS + "?digest-algorithm=" + encoded(algorithm)).send();
    if (Set.of("sha256", "sha512").contains(algorithm)) {
      assertThat(answer.status()).isEqualTo(202);
    } else {
      assertRefused(answer, "400 DIGEST_INVALID");
    }
  }

  @Property(tries = 300)
  void anyMountSucceedsOrBeginsAnUpload(
      @ForAll("nearlyDigests") String digest, @ForAll String from) {
    for (String query :
        List.of(
            "?mount=" + encoded(digest),
            "?mount=" + encoded(digest) + "&from=" + encoded(from),
            "?mount=" + Digest.sha256(CONTENT) + "&from=" + encoded(from))) {
      TestAnswer answer = registry().request("POST", UPLOADS + query).send();
      assertThat(answer.status()).isEqualTo(202);
      registry().request("DELETE", answer.header("Location")).send();
    }
  }

  @Property(tries = 500)
  void anyUploadThatNobodyBeganIsUnknown(@ForAll String upload) {
    for (String method : List.of("GET", "HEAD", "PATCH", "PUT", "DELETE")) {
      TestAnswer answer =
          registry()
              .request(method, UPLOADS + encoded(upload) + "?digest=" + Digest.sha256(new byte[0]))
              .send();
      // An empty identifier is the path where uploads begin.
      assertRefused(answer, upload.isEmpty() ? "405 UNSUPPORTED" : "404 BLOB_UPLOAD_UNKNOWN");
    }
  }

  @Provide
  Arbitrary<String> nearlyRanges() {
    Arbitrary<String> numbers =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 2500).map(String::valueOf),
            Arbitraries.of("", "-1", "9223372036854775807", "9223372036854775808", "x", " "));
    Arbitrary<String> units = Arbitraries.of("bytes=", "bytes", "bytes ", "", "lines=");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Combinators.combine(units, numbers, Arbitraries.of("-", "--", ",", ""), numbers)
            .as((unit, first, dash, last) -> unit + first + dash + last));
  }

  @Property(tries = 1000)
  void anyRangeIsServedRefusedOrIgnored(@ForAll("nearlyRanges") String range) {
    TestAnswer answer = registry().request("GET", HELD).with("Range", range).send();
    switch (answer.status()) {
      case 200 -> assertThat(answer.bytes()).isEqualTo(CONTENT);
      case 206 -> assertPart(answer);
      case 416 -> assertThat(answer.header("Content-Range")).isEqualTo("bytes */2000");
      default -> throw new AssertionError(range + ": " + answer.status());
    }
  }

  private static void assertPart(TestAnswer answer) {
    String[] ends = answer.header("Content-Range").split("[ /-]", -1);
    assertThat(ends).hasSize(4);
    assertThat(answer.bytes())
        .isEqualTo(
            Arrays.copyOfRange(CONTENT, Integer.parseInt(ends[1]), Integer.parseInt(ends[2]) + 1));
  }

  @Property(tries = 500)
  void anyContentRangeIsTakenOrRefusedAndChangesNothing(
      @ForAll("nearlyRanges") String range,
      @ForAll @IntRange(max = 20) int length,
      @ForAll boolean chunked,
      @ForAll("appending") String method) {
    String location = begin();
    registry().request("PATCH", location).body(Arrays.copyOf(CONTENT, 10)).send();
    byte[] body = Arrays.copyOf(CONTENT, length);
    var request =
        registry()
            .request(method, location + "?digest=" + Digest.sha256(CONTENT))
            .with("Content-Range", range);
    TestAnswer answer =
        (chunked ? request.stream(new ByteArrayInputStream(body)) : request.body(body)).send();
    boolean fits = range.equals("10-" + (10 + length - 1));
    if (fits && method.equals("PATCH")) {
      assertThat(answer.status()).isEqualTo(202);
    } else {
      assertRefused(
          answer,
          fits ? "400 DIGEST_INVALID" : "400 BLOB_UPLOAD_INVALID",
          fits ? "400 DIGEST_INVALID" : "400 SIZE_INVALID",
          fits ? "400 DIGEST_INVALID" : "416 BLOB_UPLOAD_INVALID");
    }
    if (!fits) {
      assertThat(registry().get(location).header("Range")).isEqualTo("0-9");
    }
    registry().request("DELETE", location).send();
  }

  @Provide
  Arbitrary<String> appending() {
    return Arbitraries.of("PATCH", "PUT");
  }
}
