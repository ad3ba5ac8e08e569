package dev.stet.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import dev.stet.oci.OciErrorCode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever comes as a path, name, reference, manifest, page or condition, the answer is one of the
 * specification, and never a fault of Stet's.
 */
class ProtocolFuzzTest {
  private static final byte[] HELD = Images.index(List.of(), Map.of("held", "yes"));
  private static final Digest SUBJECT = Digest.sha256("subject".getBytes(UTF_8));

  private static final String BLOB = descriptor(Digest.sha256("{}".getBytes(UTF_8)));
  private static final String ABOUT = descriptor(SUBJECT);

  private static @Nullable Path folder;
  private static @Nullable TestRegistry registry;

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("stet");
    registry = TestRegistry.open(folder);
    assertThat(registry().put("shop/api", "held", HELD).status()).isEqualTo(201);
    assertThat(registry().blob("shop/api", "{}".getBytes(UTF_8))).isNotNull();
  }

  @AfterContainer
  static void close() throws IOException {
    registry().close();
    try (Stream<Path> files = Files.walk(Objects.requireNonNull(folder))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String descriptor(Digest digest) {
    return "{\"mediaType\":\"a/b\",\"digest\":\"" + digest + "\",\"size\":2}";
  }

  private static TestRegistry registry() {
    return Objects.requireNonNull(registry);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** A success, or one error of the specification's list in one line. */
  private static void assertOfTheSpecification(TestAnswer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 499);
    if (answer.status() >= 400) {
      assertThat(Arrays.stream(OciErrorCode.values()).map(OciErrorCode::code))
          .contains(answer.error().path("code").stringValue());
      assertThat(answer.message()).isNotBlank().doesNotContain("\n", "\r", "Exception", "dev.stet");
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      assertThat(answer.headers("Allow").isEmpty()).isEqualTo(answer.status() != 405);
    }
  }

  @Provide
  Arbitrary<String> methods() {
    return Arbitraries.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "BREW");
  }

  @Provide
  Arbitrary<String> paths() {
    Arbitrary<String> segments =
        Arbitraries.oneOf(
            Arbitraries.of(
                "v2",
                "blobs",
                "manifests",
                "tags",
                "list",
                "uploads",
                "referrers",
                "_catalog",
                "shop",
                "api",
                "held",
                "",
                ".",
                "..",
                "%2F",
                "%zz",
                "%00",
                SUBJECT.toString()),
            Arbitraries.strings().ofMaxLength(20).map(ProtocolFuzzTest::encoded));
    return segments.list().ofMaxSize(8).map(list -> "/v2/" + String.join("/", list));
  }

  @Property(tries = 2000)
  void anyPathIsAnswered(@ForAll("methods") String method, @ForAll("paths") String path) {
    assertOfTheSpecification(registry().request(method, path).send());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(300),
        Arbitraries.strings().withChars("abcAB019._-/:+").ofMaxLength(140),
        Arbitraries.of("sha256", "sha512", "sha256:", "held", "latest", "blake3")
            .flatMap(
                start ->
                    Arbitraries.strings()
                        .withChars("0123456789abcdefG")
                        .ofMaxLength(130)
                        .map(rest -> start + rest)));
  }

  @Property(tries = 1000)
  void anyNameIsTakenOrRefused(@ForAll("texts") String name) {
    String repository = "/v2/" + encoded(name);
    for (String path : List.of("/manifests/v1", "/tags/list", "/referrers/" + SUBJECT)) {
      assertOfTheSpecification(registry().get(repository + path));
    }
    TestAnswer put = registry().request("PUT", repository + "/manifests/v1").body(HELD).send();
    assertOfTheSpecification(put);
    if (put.status() == 201) {
      assertThat(registry().get(repository + "/manifests/v1").bytes()).isEqualTo(HELD);
    }
  }

  @Property(tries = 1000)
  void anyReferenceIsTakenOrRefused(@ForAll("texts") String reference) {
    String path = "/v2/shop/references/manifests/" + encoded(reference);
    TestAnswer put = registry().request("PUT", path).body(HELD).send();
    assertOfTheSpecification(put);
    TestAnswer get = registry().get(path);
    assertOfTheSpecification(get);
    if (put.status() == 201) {
      assertThat(get.bytes()).isEqualTo(HELD);
    } else {
      assertThat(get.status()).isNotEqualTo(200);
    }
    assertOfTheSpecification(registry().request("DELETE", path).send());
    assertThat(registry().get(path).status()).isNotEqualTo(200);
  }

  @Property(tries = 500)
  void anyTagsOfAPushByDigestAreAllTakenOrNone(@ForAll @Size(max = 5) List<String> tags) {
    String query = tags.stream().map(tag -> "tag=" + encoded(tag)).collect(Collectors.joining("&"));
    String path = "/v2/shop/many/manifests/";
    TestAnswer answer =
        registry().request("PUT", path + Digest.sha256(HELD) + "?" + query).body(HELD).send();
    assertOfTheSpecification(answer);
    if (answer.status() == 201) {
      assertThat(answer.headers("OCI-Tag")).containsExactlyInAnyOrderElementsOf(Set.copyOf(tags));
    }
  }

  @Provide
  Arbitrary<String> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.integers().map(String::valueOf),
        Arbitraries.integers().between(0, 3).map(String::valueOf),
        Arbitraries.strings().ofMaxLength(20));
  }

  @Property(tries = 1000)
  void anyPageIsAnswered(
      @ForAll("numbers") String n, @ForAll("texts") String last, @ForAll("texts") String type) {
    String query = "?n=" + encoded(n) + "&last=" + encoded(last) + "&artifactType=" + encoded(type);
    for (String list :
        List.of("/v2/shop/api/tags/list", "/v2/_catalog", "/v2/shop/api/referrers/" + SUBJECT)) {
      TestAnswer answer = registry().get(list + query);
      assertOfTheSpecification(answer);
      assertThat(answer.status()).isEqualTo(n.matches("[0-9]{1,9}") ? 200 : 400);
    }
  }

  /** JSON values, as they are written; those of a good manifest among them. */
  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            BLOB,
            ABOUT,
            "[" + BLOB + "]",
            "[]",
            "{}",
            "null",
            "true",
            "2",
            "-1",
            "1e999",
            "9".repeat(400),
            "\"\"",
            "\"\\ud800\"",
            "{\"\\udc00\":\"\\ud800\"}",
            "{\"a\":\"1\"}",
            "{\"org.opencontainers.image.revision\":\"3035eca\"}",
            "{\"org.opencontainers.image.revision\":\"\\u0000\"}",
            "[".repeat(2000) + "]".repeat(2000),
            "\"" + MediaTypes.OCI_IMAGE + "\"",
            "\"" + MediaTypes.OCI_INDEX + "\"",
            "\"" + MediaTypes.BUILD_CACHE + "\""),
        Arbitraries.strings()
            .ofMaxLength(20)
            .map(text -> "\"" + text.replaceAll("[\"\\\\\\p{Cntrl}]", "?") + "\""));
  }

  @Provide
  Arbitrary<byte[]> manifests() {
    Arbitrary<String> fields =
        Arbitraries.of(
            "config", "layers", "manifests", "subject", "annotations", "artifactType", "other");
    Arbitrary<String> pairs =
        Combinators.combine(fields, values()).as((field, value) -> "\"" + field + "\":" + value);
    Arbitrary<String> types =
        Arbitraries.of(
            "",
            ",\"mediaType\":\"" + MediaTypes.OCI_IMAGE + "\"",
            ",\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\"",
            ",\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"subject\":" + ABOUT,
            ",\"config\":" + BLOB + ",\"subject\":" + ABOUT);
    return Combinators.combine(types, pairs.list().ofMaxSize(5).uniqueElements())
        .as(
            (type, all) ->
                ("{\"schemaVersion\":2"
                        + type
                        + all.stream().map(it -> "," + it).collect(Collectors.joining())
                        + "}")
                    .getBytes(UTF_8));
  }

  @Property(tries = 5000)
  void anyManifestIsTakenAsItIsOrRefused(
      @ForAll("manifests") byte[] manifest, @ForAll("texts") String contentType) {
    Digest digest = Digest.sha256(manifest);
    String path = "/v2/shop/api/manifests/";
    for (String type : List.of("", contentType)) {
      TestAnswer put =
          registry().request("PUT", path + digest).with("Content-Type", type).body(manifest).send();
      assertOfTheSpecification(put);
      TestAnswer get = registry().get(path + digest);
      assertOfTheSpecification(get);
      if (put.status() == 201) {
        assertThat(get.bytes()).isEqualTo(manifest);
        assertListed(digest, put.header("OCI-Subject"));
      }
    }
    TestAnswer tagged = registry().request("PUT", path + "v-3035ecb").body(manifest).send();
    assertOfTheSpecification(tagged);
  }

  /** It is listed under the subject that its push was answered with, and else under none. */
  private static void assertListed(Digest manifest, String subject) {
    String before = manifest.toString().substring(0, manifest.toString().length() - 1);
    String asked = subject.isEmpty() ? SUBJECT.toString() : subject;
    TestAnswer list = registry().get("/v2/shop/api/referrers/" + asked + "?n=3&last=" + before);
    assertThat(list.status()).as(list.text()).isEqualTo(200);
    assertThat(list.text().contains(manifest.toString())).isEqualTo(!subject.isEmpty());
  }

  @Property(tries = 500)
  void anyBytesAreTakenOrRefused(@ForAll @Size(max = 200) byte[] bytes) {
    assertOfTheSpecification(registry().put("shop/bytes", Digest.sha256(bytes), bytes));
  }

  @Property(tries = 500)
  void anyConditionHoldsOrNot(@ForAll("texts") String match, @ForAll("texts") String noneMatch) {
    String path = "/v2/shop/api/manifests/held";
    for (String method : List.of("GET", "PUT")) {
      TestAnswer answer =
          registry()
              .request(method, path)
              .with("If-Match", match)
              .with("If-None-Match", noneMatch)
              .body(HELD)
              .send();
      assertThat(answer.status()).isIn(200, 201, 304, 412);
      if (answer.status() == 412) {
        assertOfTheSpecification(answer);
      }
    }
  }
}
