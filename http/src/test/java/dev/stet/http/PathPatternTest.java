package dev.stet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  private static final PathPattern MANIFEST =
      PathPattern.of("/v2/{repository...}/manifests/{reference}");
  private static final PathPattern UPLOADS = PathPattern.of("/v2/{repository...}/blobs/uploads/");

  private static Optional<PathParameters> match(PathPattern pattern, String path) {
    return pattern.match(PathPattern.split(path));
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/shop/manifests/1.0, shop, 1.0",
    "/v2/shop/api/manifests/1.0, shop/api, 1.0",
    "/v2/shop%2Fapi/manifests/1.0, shop/api, 1.0",
    "/v2/shop%2fapi/manifests/1.0, shop/api, 1.0",
    "/v2/manifests/manifests/manifests, manifests, manifests",
    "/v2/a/manifests/b/manifests/c, a/manifests/b, c",
    "/v2/a/blobs/b/manifests/c, a/blobs/b, c",
    "/v2/a/tags/list/manifests/c, a/tags/list, c",
    "/v2/a/manifests/sha256%3Aab, a, sha256:ab",
    "/v2/a/manifests/1+2, a, 1+2",
    "/v2/a/manifests/.., a, ..",
    "/v2/a/manifests/%2E%2e, a, ..",
    "/v2/a/manifests/b%2Fc, a, b/c",
    "/v2/a/manifests/%zz, a, %zz",
    "/v2/a/manifests/100%, a, 100%"
  })
  void isReadFromTheRight(String path, String repository, String reference) {
    assertThat(match(MANIFEST, path))
        .hasValueSatisfying(
            found -> {
              assertThat(found.repository()).contains(RepositoryName.parse(repository));
              assertThat(found.get("reference")).isEqualTo(reference);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v2",
        "/v2/",
        "/v2/manifests/1.0",
        "/v2/a/manifests",
        "/v2/a/manifests/",
        "/v2/a/manifests/b/",
        "/v2/a/manifests/b/c",
        "/v2/a/Manifests/b",
        "/v2/a/manifests%2Fb",
        "/v3/a/manifests/b",
        "//v2/a/manifests/b"
      })
  void isAnothersPath(String path) {
    assertThat(match(MANIFEST, path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2//manifests/1.0",
        "/v2/a//manifests/1.0",
        "/v2/A/manifests/1.0",
        "/v2/../manifests/1.0",
        "/v2/a/../b/manifests/1.0",
        "/v2/a/./b/manifests/1.0",
        "/v2/%2E%2E/manifests/1.0",
        "/v2/a%2F..%2Fb/manifests/1.0",
        "/v2/a%2Fb/c/manifests/1.0",
        "/v2/a%252Fb/manifests/1.0",
        "/v2/a%00/manifests/1.0",
        "/v2/%zz/manifests/1.0",
        "/v2/_catalog/manifests/1.0"
      })
  void aNameThatCannotBeIsSaid(String path) {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> match(MANIFEST, path))
        .satisfies(e -> assertThat(e.code()).isEqualTo(OciErrorCode.NAME_INVALID))
        .withMessageContaining("wanted lower-case letters and digits");
  }

  @Test
  void aLastSlashCounts() {
    assertThat(match(UPLOADS, "/v2/a/blobs/uploads/")).isPresent();
    assertThat(match(UPLOADS, "/v2/a/blobs/uploads")).isEmpty();
    assertThat(match(UPLOADS, "/v2/a/blobs/uploads/blobs/uploads/"))
        .hasValueSatisfying(
            found ->
                assertThat(found.repository()).contains(RepositoryName.parse("a/blobs/uploads")));
  }

  @Test
  void aPatternWithoutVariablesIsAPath() {
    assertThat(match(PathPattern.of("/v2/"), "/v2/")).contains(PathParameters.NONE);
    assertThat(match(PathPattern.of("/v2/"), "/v2")).isEmpty();
    assertThat(match(PathPattern.of("/"), "/")).contains(PathParameters.NONE);
    assertThat(PathPattern.of("/v2/{repository...}/tags/list"))
        .hasToString("/v2/{repository...}/tags/list");
  }

  @Test
  void aMissingVariableIsABrokenInvariant() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> PathParameters.NONE.get("reference"));
    FakeExchange exchange = new FakeExchange("GET", "/");
    exchange.parameters(PathParameters.NONE);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(exchange::repository);
  }

  @Property(tries = 3000)
  void anyPathIsMatchedOrNotOrHasABadName(@ForAll("paths") String path) {
    try {
      match(MANIFEST, path)
          .flatMap(PathParameters::repository)
          .ifPresent(name -> assertThat(path.replace("%2F", "/")).contains("/" + name + "/"));
    } catch (RequestException e) {
      assertThat(e.code()).isEqualTo(OciErrorCode.NAME_INVALID);
    }
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.oneOf(
            Arbitraries.of("v2", "manifests", "blobs", "a", "", "..", "%", "%2", "%2F", "%ff", "+"),
            Arbitraries.strings().excludeChars('/').ofMaxLength(4))
        .list()
        .ofMaxSize(7)
        .map(segments -> "/v2/" + String.join("/", segments));
  }
}
